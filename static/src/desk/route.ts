/** Where on the desk somebody is; kept in the address behind `#`, so that reload and back work. */
export type Route =
  | { at: 'queue' }
  | { at: 'templates' }
  | { at: 'agreement' }
  | { at: 'figures' }
  | { at: 'field-checks' }
  | { at: 'afterwards' }
  | { at: 'rules' }
  | { at: 'new' }
  | { at: 'import' }
  | { at: 'bookings' }
  | { at: 'roster' }
  | { at: 'people' }
  | { at: 'qualifications' }
  | { at: 'audit' }
  | { at: 'licences' }
  | { at: 'renew'; id: string }
  | { at: 'imported'; id: string }
  | { at: 'case'; id: string }
  | { at: 'call'; id: string }
  | { at: 'draft'; id: string }
  | { at: 'field-check'; id: string }

/** Reads `#/case/<id>`, `#/call/<id>`, `#/draft/<id>`, `#/field-check/<id>`, `#/renew/<id>`, `#/imported/<id>` and the pages without an id; else is the queue. */
export function parseRoute(address: string): Route {
  const [hash = ''] = address.split('?') // what a page keeps behind it, such as a period, is the page's to read
  if (hash === '#/templates') return { at: 'templates' }
  if (hash === '#/figures') return { at: 'figures' }
  if (hash === '#/field-checks') return { at: 'field-checks' }
  if (hash === '#/agreement') return { at: 'agreement' }
  if (hash === '#/new') return { at: 'new' }
  if (hash === '#/import') return { at: 'import' }
  if (hash === '#/afterwards') return { at: 'afterwards' }
  if (hash === '#/rules') return { at: 'rules' }
  if (hash === '#/bookings') return { at: 'bookings' }
  if (hash === '#/licences') return { at: 'licences' }
  if (hash === '#/roster') return { at: 'roster' }
  if (hash === '#/people') return { at: 'people' }
  if (hash === '#/qualifications') return { at: 'qualifications' }
  if (hash === '#/audit') return { at: 'audit' }
  const [, at, id] =
    /^#\/(case|call|draft|field-check|renew|imported)\/([A-Za-z0-9_-]{1,80})$/.exec(hash) ?? []
  if (id) return { at: at as 'case' | 'call' | 'draft' | 'field-check' | 'renew' | 'imported', id }
  return { at: 'queue' }
}

export function hashOf(route: Route): string {
  if (route.at === 'queue') return '#/'
  return 'id' in route ? `#/${route.at}/${route.id}` : `#/${route.at}`
}

export function go(route: Route): void {
  location.hash = hashOf(route)
}
