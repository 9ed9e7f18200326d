// Addresses behind which nobody reads, told by their local parts: mail servers, robots and copiers.

/** RFC 5321 §4.5.1, RFC 2142 §5, and what servers call themselves. */
const SERVER = /^(mailer-?daemon|mail-?daemon|postmaster|mdaemon|microsoftexchange[0-9a-f]{20,})$/;
const ROBOT = new RegExp(
  `^(${[
    '.*no-?reply.*',
    '(do)?not?reply.*',
    'khongtraloi.*',
    'bounces?|.+-bounces?|bounces?[+=-].+',
    'owner-.+|.+-owner|.+-request',
    'mailman|majordomo|listserv|sympa|ezmlm',
    'auto-?(reply|respond|responder|response|confirm|mail(er)?|notify|message)',
    'notifications?|notify|notifier|alerts?|.+-(notifications?|alerts?)',
    'newsletters?|cron|daemon|root|nobody|nagios|zabbix|monitoring|dmarc-?reports?',
  ].join('|')})$`,
);
const COPIER = new RegExp(
  `^(${[
    'scan(ner|s|2mail|2email|toe?mail)?|mayscan|mayquet|mayin|maypho?to(copy)?',
    'copiers?|photocop(y|ier)|(multi)?printer|mf[pc]|fax(2mail|2email|server)?|efax',
    'bizhub|konica(minolta)?|ricoh|xerox|kyocera|taskalfa|toshiba|canon|brother|epson|imagerunner|workcentre|laserjet',
  ].join('|')})([a-z]{0,2}\\d.*)?$`,
);
const COPIER_PREFIX = /^(scan|scanner|copier|photocopy|mfp|printer)-/;

/** The mail server itself, which reports of deliveries. */
export function isServer(address: string): boolean {
  return SERVER.test(localPart(address));
}

/** A program that sends, or a copier. */
export function isMachine(address: string): boolean {
  const plain = localPart(address).replace(/[._]/g, '-');
  const words = plain.replaceAll('-', '');
  return ROBOT.test(plain) || ROBOT.test(words) || COPIER.test(words) || COPIER_PREFIX.test(plain);
}

function localPart(address: string): string {
  return address.split('@')[0] ?? '';
}
