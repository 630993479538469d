export const DEPENDENCY_MODES = ['all_success', 'any_success', 'all_complete'] as const;
export type DependencyMode = (typeof DEPENDENCY_MODES)[number];
