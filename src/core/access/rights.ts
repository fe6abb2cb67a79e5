// Who may do what: rights, and the roles that hold them. A right is asked for by the server; screens ask too, so that they
// offer only what would be done.

export const RIGHTS = [
  /** see the numbers of the floor */
  'numbers',
  /** see agents by name, their days, and who took a visit */
  'names',
  /** put messages on walls, look after alerts */
  'speak',
  /** change boards and playlists */
  'boards',
  /** change the rules of alerts */
  'rules',
  /** pair screens, and lead them from afar */
  'screens',
  /** send events */
  'events',
  /** read /metrics */
  'metrics',
  /** make and revoke the tokens of senders */
  'tokens',
  /** make people, give roles, end their sign-ins */
  'people',
  /** read who saw and changed what */
  'audit',
  /** take out, or erase, what is kept of one agent */
  'agents',
] as const;
export type Right = (typeof RIGHTS)[number];

export const ROLES = ['viewer', 'supervisor', 'leader', 'administrator', 'integrator'] as const;
export type Role = (typeof ROLES)[number];

const SUPERVISOR: readonly Right[] = ['numbers', 'names', 'speak', 'screens'];

export const RIGHTS_OF: Record<Role, readonly Right[]> = {
  viewer: ['numbers'],
  supervisor: SUPERVISOR,
  leader: [...SUPERVISOR, 'boards', 'rules'],
  administrator: RIGHTS,
  integrator: ['numbers', 'events', 'metrics', 'tokens'],
};
