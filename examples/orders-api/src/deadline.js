// Bounds the wait for something that may never answer.

/** Settles as `work` does, or rejects once `milliseconds` have passed; the work itself goes on. */
export async function within(milliseconds, what, work) {
  let timer;
  const deadline = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} did not answer within ${milliseconds} ms`));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
