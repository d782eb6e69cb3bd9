/** Begins every reason that lays an undecided verdict to this machine: it ran later than planned (`tick`), so what was late says nothing of the SUT. */
export const STOOD_STILL = 'this machine stood still'
