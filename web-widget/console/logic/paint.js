// Draws at most once a frame: the first change at once, those that follow in the same frame together at its end.

/**
 * @template T
 * @param {(value: T) => void} draw
 * @param {(then: () => void) => void} nextFrame
 * @returns {(value: T) => void}
 */
export function oncePerFrame(draw, nextFrame) {
  let resting = false;
  /** @type {{value: T}|null} */
  let waiting = null;
  const rest = () => {
    resting = true;
    nextFrame(() => {
      resting = false;
      if (!waiting) return;
      const { value } = waiting;
      waiting = null;
      rest();
      draw(value);
    });
  };
  return (value) => {
    if (resting) { waiting = { value }; return; }
    rest();
    draw(value);
  };
}
