// The project's compiler, loaded once: a line of JSON in is an input, a line out is what it made of it.
"use strict";

const fs = require("fs");
const path = require("path");
const readline = require("readline");

const ROOT = path.join(__dirname, "..", "..");
const solc = require(path.join(ROOT, "node_modules", "solc"));

function source(name) {
  try {
    return { contents: fs.readFileSync(path.join(ROOT, name), "utf8") };
  } catch (error) {
    return { error: `${name}: ${error.code}` };
  }
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(JSON.stringify(JSON.parse(solc.compile(line, { import: source }))) + "\n");
});
