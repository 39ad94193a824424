// Who the customer is, as the host page's server says. Loaded only where a page has such an address.

/** A fresh token, from an address of the host page; null where it knows no customer. @param {string} address */
export async function token(address) {
  const answer = await fetch(address, { cache: 'no-store' });
  return (answer.status === 200 && (await answer.text()).trim()) || null;
}
