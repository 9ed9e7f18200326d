// Bytes that are lent: whoever reads a stream of them piece by piece spares a copy, whoever collects them gets their own.

/** What can be read piece by piece, each of which holds only until the next is asked for; or as if there were no lending. */
interface Lending<Piece> extends AsyncIterable<Piece> {
  lent: AsyncIterable<Piece>;
}

export function lending<Piece, Content extends AsyncIterable<Piece>>(
  content: Content,
  lent: AsyncIterable<Piece>,
): Content & Lending<Piece> {
  return Object.assign(content, { lent });
}

/** Pieces for somebody who is done with each before the next. */
export function lentPieces<Piece>(content: AsyncIterable<Piece>): AsyncIterable<Piece> {
  return 'lent' in content ? (content as Lending<Piece>).lent : content;
}
