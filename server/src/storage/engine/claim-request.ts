import type { EngineStore } from '../../engine/ports';

/** What a node asks for when its hands are free. */
export type ClaimRequest = Parameters<EngineStore['claim']>[0];
