import type { FieldError } from '../contract/schedule';
import type { TemplatePreview, TemplateView } from '../contract/template';
import { JobFailure } from '../domain/failure';
import { requireRights } from './access';
import { Invalid, NotFound } from './errors';
import type { Caller, ServicePorts } from './ports';
import { anyObject, required, shape } from './shape';

const BODY = shape({ parameters: required(anyObject) });

export const listTemplates = ({ catalogue }: ServicePorts): { data: TemplateView[] } => ({
  data: catalogue.views(),
});

export const readTemplate = ({ catalogue }: ServicePorts, uid: string): { data: TemplateView } => {
  const template = catalogue.find(uid);
  if (template === undefined) throw new NotFound();
  return { data: template.view };
};

/** What a job with these parameters would do now. Changes nothing. */
export const previewTemplate = async (
  ports: ServicePorts,
  caller: Caller,
  { uid, body }: { uid: string; body: unknown }
): Promise<{ data: TemplatePreview }> => {
  const template = ports.catalogue.find(uid);
  if (template === undefined) throw new NotFound();
  const errors: FieldError[] = [];
  const request = BODY(body, [], errors);
  if (request === undefined) throw new Invalid(errors);
  const checked = template.check(request.parameters);
  if (!checked.ok) throw new Invalid(checked.errors);
  requireRights(caller, template, { wanted: checked.value });
  return {
    data: await previewOf(ports, { uid, parameters: checked.value, caller, field: 'template' }),
  };
};

interface PreviewRequest {
  uid: string;
  parameters: Record<string, unknown>;
  caller: Caller;
  /** What to name where the template has no dry run. */
  field: 'template' | 'dryRun';
}

/** The dry run of sound and allowed parameters. */
export const previewOf = async (
  { catalogue }: ServicePorts,
  { uid, parameters, caller, field }: PreviewRequest
): Promise<TemplatePreview> => {
  const preview = await attempt(() => catalogue.find(uid)?.preview(parameters, caller.language));
  if (preview === null || preview === undefined)
    throw new Invalid([{ path: [field], message: `"${uid}" has no dry run` }]);
  return preview;
};

/** What a run would fail with is an answer about the parameters, not a fault of ours. */
const attempt = async <T>(work: () => Promise<T> | undefined): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof JobFailure)) throw error;
    throw new Invalid([{ path: ['parameters'], message: error.message }]);
  }
};
