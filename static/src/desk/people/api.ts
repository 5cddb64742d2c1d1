import { ask } from '../server'
import type { Text } from '../texts'

/** Somebody who works here, or did. */
export interface Person {
  id: string
  username: string
  name: string
  role: string
  department: string
  reviews: string
  unit: string
  is_active: boolean
  signed_in_at: string | null
  one_time_until: string | null
}
export interface Unit {
  id: string
  parent: string | null
  name: string
}
/** What a form may choose from, with who is there. */
export interface Found {
  people: Person[]
  roles: string[]
  departments: Record<string, Text>
}
/** The only time a one-time password is seen. */
export interface Given {
  person: Person
  password: string
}
export type Wanted = Pick<Person, 'name' | 'role' | 'department' | 'reviews' | 'unit'>

const one = (id: string) => `/people/${encodeURIComponent(id)}`

export const people = {
  read: (words: string) => ask<Found>('GET', `/people?q=${encodeURIComponent(words)}`),
  add: (wanted: Wanted, username: string) => ask<Given>('POST', '/people', { ...wanted, username }),
  change: (id: string, wanted: Wanted, is_active: boolean) =>
    ask<Person>('PUT', one(id), { ...wanted, is_active }),
  reset: (id: string) => ask<Given>('POST', `${one(id)}/password`, {}),
}
export const units = {
  read: async () => (await ask<{ units: Unit[] }>('GET', '/units')).units,
  add: (name: string, parent: string) => ask<Unit>('POST', '/units', { name, parent }),
  change: (id: string, name: string, parent: string | null) =>
    ask<Unit>('PUT', `/units/${encodeURIComponent(id)}`, { name, parent }),
}
