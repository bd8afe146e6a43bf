// Writes small zip archives and Excel workbooks for tests. It shares no code with the reader.
import { deflateRawSync } from 'node:zlib';

const CRC_TABLE = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] as number);
  return (crc ^ 0xffffffff) >>> 0;
}

/** How an archive is packed. `password`: entries are marked as encrypted. */
export type Packing = { readonly stored?: boolean; readonly password?: boolean; readonly comment?: string };

/** A zip archive of the files given, in their order. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>, { stored = false, password = false, comment = '' }: Packing = {}): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const plain = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
    const packed = stored ? plain : deflateRawSync(plain);
    const nameBytes = Buffer.from(name);
    const facts = Buffer.alloc(24);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(password ? 1 : 0, 2);
    facts.writeUInt16LE(stored ? 0 : 8, 4);
    facts.writeUInt32LE(crcOf(plain), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(plain.length, 18);
    facts.writeUInt16LE(nameBytes.length, 22);
    const place = Buffer.alloc(16);
    place.writeUInt32LE(offset, 12);
    locals.push(Buffer.from('PK\u0003\u0004', 'latin1'), facts, Buffer.alloc(2), nameBytes, packed);
    directory.push(Buffer.from('PK\u0001\u0002', 'latin1'), Buffer.from([20, 0]), facts, place, nameBytes);
    offset += 30 + nameBytes.length + packed.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(
    directory.reduce((sum, part) => sum + part.length, 0),
    8,
  );
  end.writeUInt32LE(offset, 12);
  end.writeUInt16LE(comment.length, 16);
  return new Uint8Array(Buffer.concat([...locals, ...directory, Buffer.from('PK\u0005\u0006', 'latin1'), end, Buffer.from(comment)]));
}

/** A cell: text, number, boolean, nothing, or XML of its own. `format` is an index into the formats of the workbook. */
export type CellSpec = string | number | boolean | null | { readonly value: number; readonly format: number } | { readonly xml: string };
type SheetSpec = { readonly name: string; readonly rows: readonly (readonly CellSpec[])[]; readonly state?: string; readonly after?: string };
export type BookSpec = {
  readonly sheets: readonly SheetSpec[];
  /** Number format codes; cells refer to them by position. */
  readonly formats?: readonly string[];
  readonly date1904?: boolean;
  /** Where texts are kept: in the table of shared strings (default) or in the cells. */
  readonly inline?: boolean;
  /** Prefix of all element names, such as `x:`. */
  readonly prefix?: string;
  readonly packing?: Packing;
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function columnName(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : columnName(Math.floor(index / 26) - 1) + String.fromCharCode(65 + (index % 26));
}

/** Files of a workbook by their paths. */
export function bookFiles({ sheets, formats = [], date1904 = false, inline = false, prefix: p = '' }: BookSpec): Record<string, string> {
  const strings: string[] = [];
  const cellXml = (cell: CellSpec, place: string): string => {
    if (cell === null) return '';
    if (typeof cell === 'number') return `<${p}c r="${place}"><${p}v>${cell}</${p}v></${p}c>`;
    if (typeof cell === 'boolean') return `<${p}c r="${place}" t="b"><${p}v>${cell ? 1 : 0}</${p}v></${p}c>`;
    if (typeof cell === 'object')
      return 'xml' in cell ? cell.xml.replace('PLACE', place) : `<${p}c r="${place}" s="${cell.format + 1}"><${p}v>${cell.value}</${p}v></${p}c>`;
    if (inline) return `<${p}c r="${place}" t="inlineStr"><${p}is><${p}t xml:space="preserve">${escaped(cell)}</${p}t></${p}is></${p}c>`;
    if (!strings.includes(cell)) strings.push(cell);
    return `<${p}c r="${place}" t="s"><${p}v>${strings.indexOf(cell)}</${p}v></${p}c>`;
  };
  const space = p === '' ? 'xmlns' : `xmlns:${p.slice(0, -1)}`;
  const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;
  const main = `${space}="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`;
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const files: Record<string, string> = {};
  sheets.forEach(({ rows, after = '' }, s) => {
    const body = rows.map((cells, i) => {
      const xml = cells.map((cell, column) => cellXml(cell, `${columnName(column)}${i + 1}`)).join('');
      return xml === '' ? '' : `<${p}row r="${i + 1}">${xml}</${p}row>`;
    });
    files[`xl/worksheets/sheet${s + 1}.xml`] = `${head}<${p}worksheet ${main}><${p}sheetData>${body.join('')}</${p}sheetData>${after}</${p}worksheet>`;
  });
  const relations = [
    ...sheets.map((_, s) => `<Relationship Id="rId${s + 1}" Type="${relation}/worksheet" Target="worksheets/sheet${s + 1}.xml"/>`),
    `<Relationship Id="rId90" Type="${relation}/styles" Target="styles.xml"/>`,
    `<Relationship Id="rId91" Type="${relation}/sharedStrings" Target="/xl/sharedStrings.xml"/>`,
  ];
  const list = sheets.map(
    ({ name, state }, s) => `<${p}sheet name="${escaped(name)}" sheetId="${s + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${s + 1}"/>`,
  );
  files['[Content_Types].xml'] = `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`;
  files['_rels/.rels'] = `${head}<Relationships><Relationship Id="rId1" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
  files['xl/workbook.xml'] =
    `${head}<${p}workbook ${main} xmlns:r="${relation}"><${p}workbookPr${date1904 ? ' date1904="1"' : ''}/><${p}sheets>${list.join('')}</${p}sheets></${p}workbook>`;
  files['xl/_rels/workbook.xml.rels'] = `${head}<Relationships>${relations.join('')}</Relationships>`;
  files['xl/styles.xml'] =
    `${head}<${p}styleSheet ${main}><${p}numFmts>${formats.map((code, i) => `<${p}numFmt numFmtId="${164 + i}" formatCode="${escaped(code)}"/>`).join('')}</${p}numFmts><${p}cellStyleXfs><${p}xf numFmtId="14"/></${p}cellStyleXfs><${p}cellXfs><${p}xf numFmtId="0"/>${formats.map((_, i) => `<${p}xf numFmtId="${164 + i}"/>`).join('')}</${p}cellXfs></${p}styleSheet>`;
  files['xl/sharedStrings.xml'] =
    `${head}<${p}sst ${main}>${strings.map((text) => `<${p}si><${p}t xml:space="preserve">${escaped(text)}</${p}t></${p}si>`).join('')}</${p}sst>`;
  return files;
}

/** Bytes of a workbook. */
export function bookOf(spec: BookSpec): Uint8Array {
  return zipOf(bookFiles(spec), spec.packing);
}

/** Days since 1899-12-30 of a clock reading. */
export function serialOf(iso: string): number {
  return Date.parse(`${iso}Z`) / 86_400_000 + 25_569;
}
