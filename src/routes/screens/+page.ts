// Nothing is shown to nobody: they sign in first, and come back.
import { meetDoors } from '#lib/access/me.svelte.ts';

export const load = () => meetDoors();
