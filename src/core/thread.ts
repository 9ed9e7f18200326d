// Which dossier a message belongs to: an answer to one of our letters, a code in the subject, or files we have already.

/** A dossier that a message may belong to, and how it was found. */
export interface DossierFacts {
  id: number;
  code: string;
  campaign: string;
  kind: string;
  unit: string | null;
  /** Everyone who wrote in it or was written to, lower case. */
  addresses: string[];
  /** Of its first message, and of its latest. */
  receivedAt: Date;
  lastMessageAt: Date;
  /** Sha256 of its usable documents. */
  files: string[];
}

export interface ThreadFacts {
  /** Dossiers of our letters that the message answers (In-Reply-To, References). */
  answered: DossierFacts[];
  /** Dossiers whose code stands in the subject. */
  named: DossierFacts[];
  /** Dossiers that hold a file of this message. */
  sharing: DossierFacts[];
  /** Dossiers in which its sender wrote before, latest first. */
  recent: DossierFacts[];
}

export type ThreadVerdict =
  | { kind: 'supplement' | 'duplicate'; dossier: DossierFacts }
  | { kind: 'new' }
  /** Claims a dossier that is not the sender's: nothing is added and nothing is told. */
  | { kind: 'stranger' }
  /** All its files are in a dossier of its unit, in which its sender never wrote: the same holds. */
  | { kind: 'copy' };

export interface Sender {
  address: string | null;
  /** Where letters would go instead; null where the message does not say. */
  replyTo: string | null;
  /** Unit of the sender's confirmed address. */
  confirmedUnit: string | null;
  /** Unit that the message itself speaks for. */
  unit: string | null;
}

/**
 * @param files sha256 of all that the message brings; empty where something of it cannot be compared
 * @param burst the dossier that the sender's mails go on with, if any (findBurst)
 */
export function judgeThread(
  facts: ThreadFacts,
  sender: Sender,
  files: string[],
  burst: DossierFacts | null,
): ThreadVerdict {
  const claimed = [...facts.answered, ...facts.named];
  const own =
    facts.answered.find((dossier) => fitsAnswer(dossier, sender)) ??
    facts.named.find((dossier) => isKnownTo(dossier, sender));
  if (own)
    return hasAll(own, files) ? { kind: 'duplicate', dossier: own } : { kind: 'supplement', dossier: own };
  if (claimed.length > 0) return { kind: 'stranger' };
  const same = facts.sharing.filter((dossier) => hasAll(dossier, files));
  const ofUnit = same.filter((dossier) => sender.unit !== null && sender.unit === dossier.unit);
  const held =
    same.find((dossier) => isKnownTo(dossier, sender)) ?? ofUnit.find((one) => holdsAll(files, one));
  if (held) return { kind: 'duplicate', dossier: held };
  // The unit's name and a form that everybody has are no proof of belonging to it.
  if (ofUnit.length > 0) return { kind: 'copy' };
  return burst ? { kind: 'supplement', dossier: burst } : { kind: 'new' };
}

/** Whoever answers knows the letter's secret Message-ID, so a colleague of the same unit may answer for it. */
function fitsAnswer(dossier: DossierFacts, sender: Sender): boolean {
  return isKnownTo(dossier, sender) || (sender.unit !== null && sender.unit === dossier.unit);
}

/** A code alone can be guessed: only an address known to the dossier, or confirmed for its unit, may use it. */
function isKnownTo(dossier: DossierFacts, sender: Sender): boolean {
  const { address, replyTo, confirmedUnit } = sender;
  const known = (one: string) => dossier.addresses.includes(one);
  // From is easily forged; a letter that then went to a Reply-To of the forger's would tell them of the dossier.
  if (replyTo !== null && replyTo !== address && !known(replyTo)) return false;
  return (address !== null && known(address)) || (confirmedUnit !== null && confirmedUnit === dossier.unit);
}

/** A colleague who sends the whole dossier once more knows all that a letter could tell. */
function holdsAll(files: string[], dossier: DossierFacts): boolean {
  return dossier.files.length > 1 && dossier.files.every((file) => files.includes(file));
}

function hasAll(dossier: DossierFacts, files: string[]): boolean {
  return files.length > 0 && files.every((file) => dossier.files.includes(file));
}
