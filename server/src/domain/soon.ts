/**
 * What is often there at once: whoever has it goes on without waiting. Each promise costs more than elsewhere,
 * because Strapi follows all of them (`AsyncLocalStorage`), and an attempt that does next to nothing is made of them.
 */
export type Soon<T> = T | Promise<T>;
