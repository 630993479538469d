/** What a provider of secrets that read nothing answered, without the value that there is none of. */
export const refusalOf = async (answer: Promise<unknown>) => {
  const { ok, failure } = (await answer) as {
    ok: boolean;
    failure?: { error: { code: string | null; message: string }; retryable: boolean };
  };
  expect(ok).toBe(false);
  return { code: failure?.error.code, message: failure?.error.message, retry: failure?.retryable };
};
