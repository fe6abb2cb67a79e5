// A paired screen as /api/v1/screens tells of it.

export interface FleetScreen {
  id: string;
  name: string;
  place: string;
  path: string;
  names: boolean;
  /** it can come in; otherwise it has to be paired again */
  credential: boolean;
  online: boolean;
  /** RFC 3339; when it came in last */
  seen: string | null;
  address: string;
}
