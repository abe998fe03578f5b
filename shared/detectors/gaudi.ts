/** Intel Gaudi accelerators, as hl-smi lists them. */
import { page } from '../source.ts'
import { type Detector, type Device, numberIn, textIn } from './detector.ts'

export const gaudi: Detector = {
  id: 'gaudi',
  probes: [
    {
      id: 'hl-smi',
      command: ['hl-smi', '-Q', 'index,name,memory.total,memory.used,driver_version', '-f', 'csv,noheader'],
    },
  ],
  read: (answers) => ({
    devices: (answers['hl-smi'] ?? '').split('\n').flatMap((line): Device[] => {
      const cells = line.split(/,\s*/)
      const index = numberIn(cells[0])
      const name = textIn(cells[1])
      if (index === null || name === null || cells.length < 4) return []
      return [
        {
          vendor: 'gaudi',
          index,
          name,
          memory_total_mib: numberIn(cells[2]),
          memory_used_mib: numberIn(cells[3]),
          driver: textIn(cells[4]),
          compute_capability: null,
          partitioned: false,
          unified: false,
        },
      ]
    }),
    links: [],
  }),
  sources: [
    page(
      'https://docs.habana.ai/en/latest/Management_and_Monitoring/Embedded_System_Tools_Guide/System_Management_Interface_Tool.html',
    ),
  ],
}
