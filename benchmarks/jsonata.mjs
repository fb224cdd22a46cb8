// A line with an expression and data in, then lines with a number; for each, the value and the seconds of so many
// evaluations out.
import { createInterface } from "node:readline";
import jsonata from "jsonata";

const WARM_UP = 2000; // Node compiles what runs often

let expression, data;

async function seconds(times) {
  const start = process.hrtime.bigint();
  for (let n = 0; n < times; n++) await expression.evaluate(data);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  let answer;
  if (expression === undefined) {
    expression = jsonata(question.expression);
    data = question.data;
    answer = { seconds: await seconds(WARM_UP) };
  } else {
    answer = { seconds: await seconds(question), value: await expression.evaluate(data) };
  }
  console.log(JSON.stringify(answer));
}
