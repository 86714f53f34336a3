import type { Course } from '../types/crossing'

export type { Course, CoursePoint } from '../types/crossing'

const EMPTY: Course = { schedule: 'v1', points: [], events: [], unmet: [], told: [] }

const after = (first: Course, second: Course): Course => ({
  schedule: second.schedule,
  points: [...first.points, ...second.points.map((point) => ({ ...point, at: point.at + first.events.length }))],
  events: [...first.events, ...second.events],
  unmet: first.unmet.filter((deviation) => second.unmet.includes(deviation)),
  told: [...new Set([...first.told, ...second.told])],
})

/** Of a run with several simulators, or one that began anew, the one course: what was met in any of them was met. */
export function joined(courses: readonly Course[]): Course | undefined {
  const [first, ...rest] = courses.filter(({ events }) => events.length > 0)
  return first === undefined ? courses[0] && { ...EMPTY, ...courses[0] } : rest.reduce(after, first)
}
