// Makes the report by which a mail server says that it could not deliver a letter (RFC 3464).

export interface Undelivered {
  messageId: string;
  to: string;
  /** The address that could not be reached. */
  recipient: string;
  /** Message-ID of the letter. */
  letter: string;
}

export function makeDeliveryReport({ messageId, to, recipient, letter }: Undelivered): Buffer {
  const domain = recipient.split('@')[1];
  const lines = [
    'Return-Path: <>',
    `From: Mail Delivery System <mailer-daemon@${domain}>`,
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: ${messageId}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="report"',
    '',
    '--report',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `<${recipient}>: the mailbox is full, the letter could not be delivered.`,
    '',
    '--report',
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; mail.${domain}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.2.2',
    'Diagnostic-Code: smtp; 552 5.2.2 Mailbox full',
    '',
    '--report',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${letter}`,
    '',
    '--report--',
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}
