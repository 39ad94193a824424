// The one line a host page embeds:
//   <script src="https://HOST/widget.js" data-bot="shop" async></script>
// A classic script, because only those know their own tag; everything else is modules beside it.
(() => {
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!script) return;
  const server = new URL('.', script.src).href;
  import(new URL('widget/main.js', server).href).then(
    (widget) => widget.mount(server, script.dataset),
    (cause) => console.error('failed to load the chat widget:', cause),
  );
})();
