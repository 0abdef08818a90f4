// The scripts know which element an id belongs to, which no checker does: members of elements and events are taken on
// trust. What is checked is names, numbers of arguments, and all that Python tells (layers/map/contract.d.ts).
interface Element {
  [member: string]: any;
}
interface EventTarget {
  [member: string]: any;
}
interface Event {
  [member: string]: any;
}
/** Left, top, right, bottom on the screen. */
type Box = [number, number, number, number];
