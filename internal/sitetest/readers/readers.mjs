// Opens the workbooks and the database of a running site in programs that people have. `make readers` runs it:
// node readers.mjs ADDRESS FOLDER; the folder has the packages, and gets the files. It fails if a program cannot open a file, or was not found.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";

const [site, folder] = process.argv.slice(2);
const load = createRequire(join(folder, "packages.cjs"));

// fetched writes what an address answers into the folder and returns the file.
async function fetched(path) {
  const answer = await fetch(site + path);
  assert.equal(answer.status, 200, path);
  const file = join(folder, basename(path));
  writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
  return file;
}

const catalog = readFileSync(await fetched("/data"), "utf8");
const addresses = new Set(catalog.match(/\/download\/[\w-]+\.xlsx/g));
assert.ok(addresses.size > 0, "/data lists no workbook");
const workbooks = [];
for (const address of addresses) workbooks.push(await fetched(address));

// Each reading is a list of sheets, [name, rows], without blank cells at the ends of rows.
const trimmed = (row) => row.slice(0, row.findLastIndex((v) => v != null && v !== "") + 1);

const sheetJS = (file) => {
  const book = load("xlsx").readFile(file);
  return book.SheetNames.map((name) => [name, load("xlsx").utils.sheet_to_json(book.Sheets[name], { header: 1 }).map(trimmed)]);
};

const exceljs = async (file) => {
  const book = new (load("exceljs").Workbook)();
  await book.xlsx.readFile(file);
  return book.worksheets.map((sheet) => [sheet.name, sheet.getSheetValues().slice(1).map((row) => trimmed(row.slice(1)))]);
};

// libreOffice saves the workbooks again, all in one start of the program, and reads what it wrote.
const libreOffice = () => {
  execFileSync("soffice", ["--headless", `-env:UserInstallation=file://${folder}/profile`, "--convert-to", "xlsx", "--outdir", join(folder, "saved"), ...workbooks], { stdio: "pipe" });
  return (file) => sheetJS(join(folder, "saved", basename(file)));
};

// checkTotals compares the totals with the sums of the rows above them.
function checkTotals(sheets) {
  let totals = 0;
  for (const [name, rows] of sheets) {
    const top = rows.findIndex((row) => row[0] === "Country code");
    if (top < 0) continue;
    const [total, ...countries] = rows.slice(top + 1).reverse();
    assert.equal(total[1], "Total", name);
    rows[top].forEach((heading, i) => {
      if (heading.endsWith("(number)")) assert.equal(total[i], countries.reduce((sum, row) => sum + row[i], 0), `${name}: ${heading}`);
    });
    totals++;
  }
  assert.ok(totals > 0, "no sheet has a total");
}

async function database() {
  const SQL = await load("sql.js/dist/sql-asm.js")();
  const db = new SQL.Database(readFileSync(await fetched("/data.sqlite")));
  const column = (query) => db.exec(query)[0].values.map((row) => row[0]);
  for (const name of column("SELECT name FROM guide")) db.exec(`SELECT * FROM ${name}`);
  assert.ok(column("SELECT count(*) FROM figures")[0] > 0, "figures is empty");
  return `SQLite ${column("SELECT sqlite_version()")[0]}`;
}

async function allWorkbooks(read) {
  for (const file of workbooks) {
    const sheets = await read(file);
    checkTotals(sheets);
    assert.deepEqual(sheets, sheetJS(file), basename(file));
  }
  return `${workbooks.length} workbooks`;
}

const checks = {
  "SheetJS": () => allWorkbooks(sheetJS),
  "exceljs": () => allWorkbooks(exceljs),
  "LibreOffice": () => allWorkbooks(libreOffice()),
  "data.sqlite": database,
};
for (const [program, check] of Object.entries(checks)) {
  try {
    console.log(`${program}: opens ${await check()}`);
  } catch (err) {
    const absent = err.code === "MODULE_NOT_FOUND" || err.code === "ENOENT";
    console.log(`${program}: ${absent ? "NOT CHECKED, since it is not here" : "FAILED"}: ${err.message}`);
    process.exitCode = 1;
  }
}
