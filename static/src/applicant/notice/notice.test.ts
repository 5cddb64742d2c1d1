import { describe, expect, it } from 'vitest'
import { type Fault, type Notice, photoUrl, rightUrl, roomUrl, toDo } from './notice'

const fault = (todo: Fault['todo'], hotspot = 'EX-02') => ({ todo, room: 't2', hotspot }) as Fault

describe('a one-time notice', () => {
  it('counts what the applicant has to do, and not what the bureau comes to see', () => {
    const notice = { faults: [fault('mend'), fault('we_come'), fault('hand_in')] } as Notice
    expect(toDo(notice).map(({ todo }) => todo)).toEqual(['mend', 'hand_in'])
  })
  it('leads to the exact place in the sample room and to its picture', () => {
    expect(roomUrl(fault('mend'))).toBe('/rooms#t2/EX-02')
    expect(rightUrl(fault('mend'))).toBe('/api/v1/sample-rooms/t2/views/EX-02')
  })
  it("asks for the applicant's own picture as the applicant", () => {
    expect(photoUrl('ev_1')).toBe('/api/v1/evidence/ev_1/watermarked?as=applicant')
  })
})
