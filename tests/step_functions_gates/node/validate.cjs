// Usage: node validate.cjs FILE...; prints {"file": {"asl-validator": [..], "language-service": [..]}}.
const fs = require("fs");
const { validator } = (() => { const it = require("asl-validator"); return { validator: it.default || it }; })();
const { getLanguageService } = require("amazon-states-language-service");
const { TextDocument } = require("vscode-languageserver-textdocument");

async function problems(text) {
  const first = validator(JSON.parse(text));
  const service = getLanguageService({});
  const document = TextDocument.create("file:///machine.asl.json", "asl", 1, text);
  const found = await service.doValidation(document, service.parseJSONDocument(document));
  return {
    "asl-validator": first.isValid ? [] : first.errors.map((one) => one.Message || JSON.stringify(one)),
    "language-service": found.map((one) => one.message),
  };
}

(async () => {
  const all = {};
  for (const file of process.argv.slice(2)) all[file] = await problems(fs.readFileSync(file, "utf8"));
  process.stdout.write(JSON.stringify(all));
})();
