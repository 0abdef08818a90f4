/* Searching: accents and case do not matter; where nothing has the words, what reads like them is found. */
const search = { isLike: false, tests: [] };
const LEAST_LIKE = 4; // letters of a word below which another letter makes another word

/** Take the words of the reader, and decide whether they are found as they stand. */
function look(said) {
  wanted.words = plain(said);
  search.isLike = false;
  search.tests = wanted.words.split(" ").filter(Boolean);
  if (wanted.words && !holdsAnything()) {
    search.isLike = true;
    if (!holdsAnything()) search.isLike = false;
  }
  byId("like").hidden = !search.isLike;
  byId("like").textContent = search.isLike ? t("found.like", { words: said.trim() }) : "";
}

const holdsAnything = () =>
  [...features.values()].some((feature) => isFound(searchable(feature))) ||
  (!search.isLike && atlas.sentences.some((sentence) => sentence.text !== null && isFound(plainOf(sentence))));

/** A sentence without accents and case, made once. */
const plainOf = (sentence) => (sentence.plain ??= plain(sentence.text));

function isFound(words) {
  if (!search.isLike) return words.includes(wanted.words);
  const there = words.split(" ");
  return search.tests.every((test) => there.some((word) => isLike(test, word)));
}

/** One slip in a short word, two in a long one; letters in the wrong order are one slip. The beginning of a word will do. */
function isLike(test, word) {
  if (word.startsWith(test)) return true;
  if (test.length < LEAST_LIKE) return false;
  const most = test.length < 7 ? 1 : 2;
  return (
    slips(test, word, most) <= most ||
    (word.length > test.length && slips(test, word.slice(0, test.length), most) <= most)
  );
}

/** The number of letters left out, put in, changed or exchanged with the next. */
function slips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [before, row] = [[], Array.from({ length: other.length + 1 }, (_, k) => k)];
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let k = 1; k <= other.length; k += 1) {
      const change = one[i - 1] === other[k - 1] ? 0 : 1;
      next[k] = Math.min(row[k] + 1, next[k - 1] + 1, row[k - 1] + change);
      if (i > 1 && k > 1 && one[i - 1] === other[k - 2] && one[i - 2] === other[k - 1])
        next[k] = Math.min(next[k], before[k - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[other.length];
}
