/* What Python tells the page; made by `python -m layers.map` of contract.py. */

/** A sentence by its start, and the span of the phrase within it, in JavaScript's counting. */
type Reference = [at: number, begins: number, ends: number];

/** One of the lines, one above the other, that make a way; the dash as SVG has it. */
type Stroke = [role: string, width: number, dash: string, cap: string, colour: string, dark: string, opacity: number];

/** What an author changes: colours of marks and of letters on light and dark pages, and where the name stands. */
type OwnLook = [marks: Array<string> | null, letters: Array<string> | null, label: string | null];

/** A leg: numbers of its words in :attr:`Told.words`, then its lines. */
type LegTold = [look: number, start: number, end: number, source: number, reason: number, lines: Array<string>];

/** Of a feature of a corpus: its documents, by month as a line of (month, documents), and what they say of it. */
interface Counted {
  documents?: number;
  months?: string;
  first?: string | null;
  last?: string | null;
  facts?: Record<string, Record<string, number>>;
}

/** Another record that the name may mean. */
interface AlternativeTold {
  name: string;
  kind: string;
  country: string;
  region: string;
  record: string;
  score: number;
}

/** A place; ``area`` and ``course`` are its outline or the lines of a river. In a corpus, its documents as well. */
interface PlaceTold {
  documents?: number;
  months?: string;
  first?: string | null;
  last?: string | null;
  facts?: Record<string, Record<string, number>>;
  id: string;
  name: string;
  english: string | null;
  said: string | null;
  short: string;
  kind: string;
  look: string;
  country: string;
  region: string;
  role: string;
  precision: string;
  confidence: number;
  record: string;
  lon: number;
  lat: number;
  mentions: number;
  evidence: Array<Reference>;
  alternatives: Array<AlternativeTold>;
  note: string;
  own: OwnLook | null;
  area?: Array<string>;
  course?: Array<string>;
}

/** A corridor; lengths in km. */
interface CorridorTold {
  documents?: number;
  months?: string;
  first?: string | null;
  last?: string | null;
  facts?: Record<string, Record<string, number>>;
  id: string;
  name: string;
  mode: string;
  status: string;
  basis: string;
  precision: string;
  directed: boolean;
  waypoints: Array<string>;
  length_km: number | null;
  published_km: number | null;
  drawn_km: number | null;
  traced_share: number | null;
  crosses: string;
  mentions: number;
  evidence: Array<Reference>;
  note: string;
  source: string;
  own: OwnLook | null;
  legs: Array<LegTold>;
}

/** A name that stands for a government or body. */
interface ActorTold {
  id: string;
  name: string;
  country: string;
  evidence: Array<Reference>;
}

/** What was seen and not drawn; no name where the page holds no text of the article. */
interface UnresolvedTold {
  what: string;
  name: string | null;
  reason: string;
  evidence: Array<Reference>;
}

/** A sentence that carries something; no text where the page holds none. */
interface SentenceTold {
  at: number;
  text: string | null;
  citations: Array<any>;
}

/** Lettering of the ground. */
type BaseLabel = [kind: string, text: string, lon: number, lat: number, rank: number];

/** A town of the ground, and the zoom from which it shows. */
type Town = [name: string, lon: number, lat: number, zoom: number];

/** Lines, and the zoom from which they show. */
type LinesByZoom = [zoom: number, lines: Array<string>];

/** A river's lines and name, and the zoom from which they show. */
type RiverByZoom = [zoom: number, name: string, lines: Array<string>];

/** Relief: west, south, east, north, and the picture as a data address. */
type Picture = [extent: Array<number>, source: string];

/** The ground within the land. */
interface TerrainTold {
  relief: Picture | null;
  rivers: Array<RiverByZoom>;
  railways: Array<LinesByZoom>;
  roads: Array<LinesByZoom>;
  regions: Array<LinesByZoom>;
  towns: Array<Town>;
}

/** Land, borders and lakes; ``near`` is the extent that is finer, ``world`` the whole. */
interface BaseTold {
  near: Array<number>;
  world: Array<number>;
  land: Array<string>;
  international: Array<string>;
  disputed: Array<string>;
  lakes: Array<string>;
  labels: Array<BaseLabel>;
  terrain?: TerrainTold | null;
}

/** How a kind of place looks, and where it stands in the list. */
interface KindTold {
  label: string;
  colors: Array<string>;
  water: boolean;
  area: boolean;
  section: string;
  icon: string;
  badge: boolean;
  rank: number;
}

/** The page's words for what a way is. */
interface LabelsTold {
  mode: Record<string, string>;
  status: Record<string, string>;
  basis: Record<string, string>;
  precision: Record<string, string>;
  point: Record<string, string>;
}

/** The styles that occur. */
interface LooksTold {
  lines: Record<string, Array<Stroke>>;
  samples: Record<string, Array<Stroke>>;
  schematic: Array<Stroke>;
  straight: Array<Stroke>;
  shortest: Array<Stroke> | null;
  inferred: Array<Stroke>;
  statuses: Record<string, Array<Stroke>>;
  labels: LabelsTold;
  modeColors: Record<string, Array<string>>;
  kinds: Record<string, KindTold>;
}

/** The page's own words; those that depend on a number are by plural form; ``digits`` where it has its own. */
interface LanguageTold {
  code: string;
  words: Record<string, any>;
  countries: Record<string, string>;
  digits?: string;
}

/** What the author wishes of the page. */
interface WishesTold {
  extent: boolean;
  legend: string | null;
  hidden: Array<string>;
  lists: Array<string> | null;
}

/** Data in use. */
interface SourceTold {
  name: string;
  version: string;
  licence: string;
  attribution: string;
}

/** A document that sentences of a corpus refer to by its place in the list. */
type PaperTold = [title: string, publisher: string | null, date: string | null, url: string | null];

/** Two places named together: their ids, documents, documents by month, and lines. */
type TieTold = [a: string, b: string, documents: number, months: string, lines: Array<string>];

/** Numbers of many documents. */
interface CorpusTold {
  months: Array<string>;
  byMonth: Array<number>;
  documents: number;
  undated: number;
  papers: Array<PaperTold>;
  leftOut: Record<string, number>;
  below: Record<string, number>;
  ties: Array<TieTold> | null;
}

/** All that the page is told. */
interface Told {
  document: Record<string, any>;
  frame: Array<number>;
  far: Array<string>;
  base: BaseTold;
  language: LanguageTold;
  has_text: boolean;
  wishes: WishesTold;
  styles: LooksTold;
  places: Array<PlaceTold>;
  corridors: Array<CorridorTold>;
  actors: Array<ActorTold>;
  unresolved: Array<UnresolvedTold>;
  words: Array<string>;
  sentences: Array<SentenceTold>;
  sources: Array<SourceTold>;
  corpus?: CorpusTold;
}
