/** The clipboard as Word and Google Docs fill it, shortened; for tests. */

const wordHead = `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta name=Generator content="Microsoft Word 15"><link rel=File-List href="file:///C:/x/filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-unhide:no; font-size:11.0pt;} @list l0:level1 {mso-level-number-format:alpha-lower;} --></style>
</head><body lang=ES style='tab-interval:35.4pt'><!--StartFragment-->`;
const wordFoot = "<!--EndFragment--></body></html>";
const inWord = (body: string): string => `${wordHead}${body}${wordFoot}`;

const item = (level: number, marker: string, text: string): string =>
  `<p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l0 level${level} lfo1'>` +
  `<![if !supportLists]><span lang=ES style='mso-fareast-font-family:Calibri'><span style='mso-list:Ignore'>` +
  `${marker}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>` +
  `<span lang=ES>${text}<o:p></o:p></span></p>\n`;

export const word = {
  headings: inWord(`<p class=MsoTitle><span lang=ES>Título del documento<o:p></o:p></span></p>
<h1><span lang=ES>Antecedentes<o:p></o:p></span></h1>
<p class=Ttulo2 style='mso-outline-level:2'>Puertos<o:p></o:p></p>
<p class=MsoNormal style='mso-outline-level:3'><b>Rutas</b></p>
<h6>Profundo</h6>
<p class=MsoNormal><span lang=ES style='mso-bidi-font-weight:bold'>Texto con <b style='mso-bidi-font-weight:normal'>negrita</b>,
<i>cursiva</i> y <b style='font-weight:normal'>normal</b>.<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>`).replace(
    "<b>Rutas</b>",
    "<span style='mso-bidi-font-weight:bold'>Rutas</span>",
  ),

  lists: inWord(
    item(1, "a)", "La captación;") +
      item(2, "i)", "de adolescentes;") +
      item(2, "ii)", "de adultos;") +
      item(1, "b)", "El secuestro.") +
      item(1, "3.", "Tercero") +
      item(1, "·", "Punto") +
      "<p class=MsoNormal>Fin.<o:p></o:p></p>",
  ),

  footnotes: inWord(`<p class=MsoNormal>Un dato<a style='mso-footnote-id:ftn1' href="#_ftn1"
name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span
class=MsoFootnoteReference>[1]</span><![endif]></span></span></a> y otro<a style='mso-footnote-id:ftn2' href="#_ftn2" name="_ftnref2"><span class=MsoFootnoteReference>[2]</span></a>.</p>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1"
name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> Fuente <i>ilustrativa</i>.</p></div>
<div style='mso-element:footnote' id=ftn2><p class=MsoFootnoteText><a style='mso-footnote-id:ftn2' href="#_ftnref2"
name="_ftn2"><span class=MsoFootnoteReference>[2]</span></a> Segunda nota.</p><p class=MsoFootnoteText>En dos párrafos.</p></div></div>`),

  comments:
    inWord(`<p class=MsoNormal><a style='mso-comment-reference:AB_1;mso-comment-date:20261101T1000'>Texto comentado</a><span
class=MsoCommentReference><span style='mso-special-character:comment'>&nbsp;<a class=msocomanchor id="_anchor_1" href="#_msocom_1">[AB1]</a></span></span>
<ins cite="mailto:A" datetime="2026">y añadido</ins><del cite="mailto:A">y quitado</del>.<img width=10 src="file:///C:/x/image001.png"><!--[if gte vml 1]><v:shape><v:imagedata src="x"/></v:shape><![endif]--><img src="https://x.example/y.png"></p>
<div style='mso-element:comment-list'><hr class=msocomoff><div style='mso-element:comment'><div id="_com_1" class=msocomtxt>
<p class=MsoCommentText>Revisar esta frase</p></div></div></div>`),

  table:
    inWord(`<p class=MsoCaption>Cuadro <span style='mso-element:field-begin'></span>1<span style='mso-element:field-end'></span>. Medidas principales</p>
<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse'>
<thead><tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'><td width=200 colspan=2 valign=top style='border:solid windowtext 1.0pt'><p class=MsoNormal><b>Medida<o:p></o:p></b></p></td></tr></thead>
<tr><td rowspan=2><p class=MsoNormal>Uno</p></td><td><p class=MsoNormal>Dos</p></td></tr>
<tr><td><p class=MsoNormal><o:p>&nbsp;</o:p></p></td></tr></table>`),

  breaks: inWord(`<p class=MsoNormal>Antes</p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<span style='font-size:11.0pt'><br clear=all style='mso-special-character:line-break;page-break-before:always'></span>
<p class=MsoNormal>Después</p>`),
} as const;

const inGoogle = (body: string): string =>
  `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1a2b">${body}</b><br class="Apple-interchange-newline">`;

export const google = {
  text: inGoogle(`<h1 dir="ltr" style="line-height:1.38"><span style="font-size:20pt;font-weight:400">Resumen</span></h1>
<p dir="ltr" style="line-height:1.38"><span style="font-weight:400;font-style:normal;white-space:pre-wrap">Texto </span><span
style="font-weight:700;font-style:normal">fuerte</span><span style="font-weight:400"> y </span><span style="font-weight:400;font-style:italic">fino</span><span>, </span><a
href="https://www.un.org/es/" style="text-decoration:none"><span style="color:#1155cc;font-weight:400">enlace</span></a><span>.</span></p><br>`),
  lists:
    inGoogle(`<ol style="margin-top:0"><li dir="ltr" style="list-style-type:lower-alpha" aria-level="1"><p dir="ltr" role="presentation"><span>uno</span></p></li>
<ul><li dir="ltr" style="list-style-type:circle" aria-level="2"><p dir="ltr"><span>dentro</span></p></li></ul>
<li dir="ltr" style="list-style-type:lower-alpha"><p dir="ltr"><span>dos</span></p></li></ol>`),
  footnotes: `<p><span>Dato</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><span>.</span></p>
<hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;Una fuente.</span></p></div>`,
} as const;
