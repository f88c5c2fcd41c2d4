/**
 * A page with nothing but Tiptap, to compare with. It is written as text, for it is bundled with the
 * page's own Tiptap and runs in the browser alone.
 */
export const barePage = `
import { Editor } from "@tiptap/core";
import { Bold } from "@tiptap/extension-bold";
import { Document } from "@tiptap/extension-document";
import { Heading } from "@tiptap/extension-heading";
import { Italic } from "@tiptap/extension-italic";
import { BulletList, ListItem, OrderedList } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { Text } from "@tiptap/extension-text";
import { UndoRedo } from "@tiptap/extensions";

const schema = [Document, Paragraph, Text, Heading, BulletList, OrderedList, ListItem];
const extensions = [...schema, Table, TableRow, TableHeader, TableCell, Bold, Italic, UndoRedo];

const answer = await fetch("/paper.json");
const content = await answer.json();
new Editor({ element: document.body, extensions, content });
`;
