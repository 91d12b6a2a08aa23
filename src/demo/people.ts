/** The eight agents of both invented accounts. The gateway matches them by e-mail address. */
export const people = [
  { name: 'Ada Obi', email: 'ada.obi@demo.example' },
  { name: 'Bruno Silva', email: 'bruno.silva@demo.example' },
  { name: 'Chidi Okafor', email: 'chidi.okafor@demo.example' },
  { name: 'Dana Levi', email: 'dana.levi@demo.example' },
  { name: 'Ewa Nowak', email: 'ewa.nowak@demo.example' },
  { name: "Finn O'Brien", email: "finn.o'brien@demo.example" },
  { name: 'Gita Rao', email: 'gita.rao@demo.example' },
  { name: 'Hugo Martin', email: 'hugo.martin+vip@demo.example' },
] as const
