// The scripts of a page stand in one scope, one after the other: names of one are known in the next. TypeScript's checker
// (tsconfig.*.json) holds names, types and the contract with Python; this holds the habits that it does not see.
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const js = require("@eslint/js");
const globals = require("globals");

export default [
  {
    files: ["**/*.js"],
    languageOptions: {
      ecmaVersion: 2023,
      sourceType: "script",
      globals: { ...globals.browser, L: "readonly", when: "writable" },
    },
    rules: {
      ...js.configs.recommended.rules,
      "no-undef": "off", // TypeScript's checker knows all scripts of a page at once
      "no-unused-vars": ["error", { vars: "local", args: "none", caughtErrors: "none" }],
      eqeqeq: "error",
      "no-var": "error",
      "no-redeclare": ["error", { builtinGlobals: false }], // a page's own names stand in a function's scope, not the window's
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML" },
        { property: "outerHTML" },
        { property: "insertAdjacentHTML" },
      ],
    },
  },
];
