import { JobFailure } from '../domain/failure';

/** A value that begins with `-` would be an option to many programs: the script says whether it takes any. */
export const assertArguments = (args: string[], takesOptions: boolean): void => {
  const option = args.find((argument) => argument.startsWith('-'));
  if (option === undefined || takesOptions) return;
  throw new JobFailure(
    `The argument ${JSON.stringify(option.slice(0, 40))} begins with "-": the manifest of the script does not allow options`,
    { code: 'ARGUMENT_REFUSED', retryable: false }
  );
};
