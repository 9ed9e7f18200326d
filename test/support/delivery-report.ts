// A mail server's report on a letter of ours.

/** RFC 3462 and 3464: the words, the status, and the head of what is returned. */
export function deliveryReport(action: string, code: string, to: string, messageId: string): string {
  return [
    'From: Mail Delivery System <MAILER-DAEMON@mx.example.vn>',
    'To: hopthu@example.vn',
    'Subject: Undelivered Mail Returned to Sender',
    'Return-Path: <>',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'This is the mail system at host mx.example.vn. I am sorry to have to inform you.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.vn',
    '',
    `Final-Recipient: rfc822; ${to}`,
    `Action: ${action}`,
    `Status: ${code}`,
    'Diagnostic-Code: smtp; 550 5.1.1 User unknown',
    '',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    'From: hopthu@example.vn',
    `To: ${to}`,
    `Message-ID: ${messageId}`,
    'Subject: x',
    '',
    '--b--',
    '',
  ].join('\r\n');
}
