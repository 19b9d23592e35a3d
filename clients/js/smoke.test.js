// One real server, and a client of grpc-js that knows it from the .proto files alone: a call, a stream, health, an error
// with its details; and a generic tool that knows nothing but what reflection tells it.
"use strict";

const assert = require("node:assert/strict");
const { execFileSync, spawn } = require("node:child_process");
const { once } = require("node:events");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const readline = require("node:readline");
const { after, before, test } = require("node:test");

const grpc = require("@grpc/grpc-js");
const protoLoader = require("@grpc/proto-loader");

// The checkout, and the built server; scripts/js-client.sh gives both.
const { SOURCE_ROOT: root, SERVER_BINARY: binary } = process.env;
// `defaults`: what is 0 or empty is not on the wire, and would be missing; what is optional stays missing all the same.
const SETTINGS = { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true };
const STATUS = "grpc-status-details-bin";

const load = (folder, ...files) =>
  grpc.loadPackageDefinition(protoLoader.loadSync(files, { ...SETTINGS, includeDirs: [folder] }));
const contract = load(path.join(root, "proto"), "comity/v1/evaluation_service.proto").comity.v1;
// Public protos of gRPC and of its errors, as far as they are read here.
const common = load(path.join(__dirname, "proto"), "health.proto", "reflection.proto",
  "reflection_v1alpha.proto", "status.proto");

const record = JSON.parse(fs.readFileSync(path.join(root, "examples/records/C01.json"), "utf8"));
const DAY = "2015-06-01";
let server, ledger, client, address;

before(async () => {
  ledger = fs.mkdtempSync(path.join(os.tmpdir(), "comity-js-"));
  server = spawn(binary, ["serve", "--address", "127.0.0.1:0", "--plugins", "target/plugins"], {
    cwd: root,
    env: { ...process.env, COMITY_LEDGER__DIR: ledger },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = await once(readline.createInterface({ input: server.stdout }), "line");
  assert.match(line, /^listening on /, "the server says where it listens");
  address = line.slice("listening on ".length).trim();
  client = new contract.EvaluationService(address, grpc.credentials.createInsecure());
});

after(async () => {
  client.close();
  server.kill("SIGTERM");
  const [code] = await once(server, "exit");
  fs.rmSync(ledger, { recursive: true });
  assert.equal(code, 0, "a server that is told to stop ends well");
});

const call = (stub, method, request) =>
  new Promise((resolve, reject) =>
    stub[method](request, { deadline: Date.now() + 30_000 }, (error, answer) => (error ? reject(error) : resolve(answer))));

test("one record", async () => {
  const request = { request_id: "js-1", options: { as_of: [DAY] }, record };
  const answer = await call(client, "Evaluate", request);
  assert.deepEqual([answer.request_id, answer.record_id, answer.decisions.length], ["js-1", "C01", 1]);
  const qatar = answer.decisions[0].jurisdictions.find((part) => part.jurisdiction === "qa");
  assert.equal(qatar.status, "VERDICT_STATUS_ANSWERED");
  assert.equal(qatar.bounds.at_least, "OUTCOME_VIOLATION");
  assert.ok(qatar.verdict.findings.some((finding) => finding.rule_id === "qa.res.passport@2009"));
  assert.match(answer.ledger.decision_id, /^[0-9a-f]{32}$/);
  assert.equal(answer.ledger.durability, "DURABILITY_DURABLE");
  assert.deepEqual(await call(client, "Evaluate", request), answer, "sent again, it is the same decision");
});

test("a stream of records, one of them bad", async () => {
  const stream = client.EvaluateStream({ deadline: Date.now() + 60_000 });
  stream.write({ open: { options: { as_of: [DAY] } } });
  for (let first = 0; first < 300; first += 100) {
    const records = Array.from({ length: 100 }, (_, n) => ({
      record: first + n === 150 ? { id: "not an id" } : { ...record, id: `r${first + n}` },
    }));
    stream.write({ chunk: { first_sequence: first, records } });
  }
  stream.end();
  const answers = [];
  let opened, summary;
  for await (const message of stream) {
    opened ??= message.opened;
    answers.push(...(message.chunk?.answers ?? []));
    summary = message.summary ?? summary;
  }
  assert.match(opened.stream_id, /^[0-9a-f]{32}$/);
  assert.deepEqual(answers.map((answer) => Number(answer.sequence)), Array.from({ length: 300 }, (_, n) => n));
  assert.deepEqual(answers.filter((answer) => answer.refusal).map((answer) => [
    answer.sequence, answer.refusal.violations[0].field, answer.refusal.violations[0].reason,
  ]), [["150", "id", "NOT_AN_ID"]]);
  assert.ok(answers.every((answer) => answer.refusal || answer.response.record_id === `r${answer.sequence}`));
  // No list is configured: parties met only the samples, so no decision is complete.
  assert.deepEqual(summary, { received: "300", evaluated: "299", refused: "1", incomplete: "299" });
});

test("health of each service", async () => {
  const health = new common.grpc.health.v1.Health(address, grpc.credentials.createInsecure());
  const services = ["", "comity.v1.EvaluationService", "comity.catalog.v1.CatalogService", "comity.jurisdiction.qa"];
  for (const service of services) {
    assert.deepEqual(await call(health, "Check", { service }), { status: "SERVING" }, service);
  }
  await assert.rejects(call(health, "Check", { service: "nobody" }), { code: grpc.status.NOT_FOUND });
  health.close();
});

test("an error with its details", async () => {
  const error = await call(client, "Evaluate", { options: { as_of: ["yesterday"] }, record }).then(
    () => assert.fail("it is refused"), (error) => error);
  assert.equal(error.code, grpc.status.INVALID_ARGUMENT);
  const [bytes] = error.metadata.get(STATUS);
  const found = decode("Status", bytes).details.map(({ type_url, value }) => {
    const name = type_url.split("/").pop();
    return [name, decode(name.split(".").pop(), value)];
  });
  const details = Object.fromEntries(found);
  assert.deepEqual(
    [details["google.rpc.ErrorInfo"].domain, details["google.rpc.ErrorInfo"].reason], ["comity", "INVALID_REQUEST"]);
  assert.deepEqual(
    details["google.rpc.BadRequest"].field_violations.map(({ field, reason }) => [field, reason]),
    [["options.as_of[0]", "DATE_NOT_CIVIL"]]);
});

test("the program of the documentation runs as it stands", () => {
  const text = fs.readFileSync(path.join(root, "docs/client.md"), "utf8");
  const [, program] = text.match(/^```js\n(.*?)^```/ms);
  const file = path.join(__dirname, "documented.js");
  fs.writeFileSync(file, program.replaceAll("127.0.0.1:50551", address));
  const said = execFileSync(process.execPath, [file], { cwd: root, encoding: "utf8", timeout: 60_000 });
  assert.match(said, /at_least: 'OUTCOME_VIOLATION'.* [0-9a-f]{32}\n$/s);
});

for (const version of ["v1", "v1alpha"]) {
  test(`a generic tool, by reflection ${version}`, async () => {
    const reflection = new Reflection(common.grpc.reflection[version].ServerReflection, address);
    const { list_services_response: listed } = await reflection.ask({ list_services: "" });
    const services = listed.service.map(({ name }) => name);
    for (const name of ["comity.v1.EvaluationService", "comity.catalog.v1.CatalogService", "grpc.health.v1.Health"]) {
      assert.ok(services.includes(name), `${name} in ${services}`);
    }
    // tonic ends the call with it, where other servers give an answer that says it.
    await assert.rejects(reflection.ask({ file_containing_symbol: "comity.v1.Nothing" }), { code: grpc.status.NOT_FOUND });

    const files = await reflection.files("comity.v1.EvaluationService");
    reflection.close();
    assert.ok(files.has("comity/v1/record.proto"), "with what it depends on");
    const described = protoLoader.loadFileDescriptorSetFromBuffer(descriptorSet([...files.values()]), SETTINGS);
    const { Evaluate, EvaluateStream } = described["comity.v1.EvaluationService"];
    assert.deepEqual([Evaluate.path, Evaluate.requestType.type.name, Evaluate.responseType.type.name],
      ["/comity.v1.EvaluationService/Evaluate", "EvaluateRequest", "EvaluateResponse"]);
    assert.deepEqual([Evaluate.requestStream, Evaluate.responseStream], [false, false]);
    assert.deepEqual([EvaluateStream.requestStream, EvaluateStream.responseStream], [true, true]);

    const { EvaluationService } = grpc.loadPackageDefinition(described).comity.v1;
    const stub = new EvaluationService(address, grpc.credentials.createInsecure());
    const answer = await call(stub, "Evaluate", { options: { as_of: [DAY], jurisdictions: ["qa"] }, record });
    stub.close();
    assert.deepEqual([answer.record_id, answer.decisions[0].bounds.at_least], ["C01", "OUTCOME_VIOLATION"]);
  });
}

// Asks the server about itself, one question a stream.
class Reflection {
  constructor(Service, address) {
    this.stub = new Service(address, grpc.credentials.createInsecure());
  }

  async ask(question) {
    const stream = this.stub.ServerReflectionInfo({ deadline: Date.now() + 30_000 });
    stream.end(question);
    const answers = [];
    for await (const answer of stream) answers.push(answer);
    assert.equal(answers.length, 1, "one answer to one question");
    return answers[0];
  }

  // The file that declares a symbol and all that it imports, encoded, by their names.
  async files(symbol) {
    const files = new Map();
    const take = ({ error_response: error, file_descriptor_response: found }) => {
      assert.ok(!error, error?.error_message);
      const read = found.file_descriptor_proto.map((bytes) => [decode("FileDescriptor", bytes), bytes]);
      for (const [{ name }, bytes] of read) files.set(name, bytes);
      return read.flatMap(([{ dependency }]) => dependency);
    };
    const missing = take(await this.ask({ file_containing_symbol: symbol }));
    for (let name; (name = missing.pop()); ) {
      if (!files.has(name)) missing.push(...take(await this.ask({ file_by_filename: name })));
    }
    return files;
  }

  close() {
    this.stub.close();
  }
}

// A google.protobuf.FileDescriptorSet: its one field, number 1, for each file.
function descriptorSet(files) {
  const size = (count) => (count < 128 ? [count] : [(count & 127) | 128, ...size(count >>> 7)]);
  return Buffer.concat(files.flatMap((bytes) => [Buffer.from([0x0a, ...size(bytes.length)]), bytes]));
}

// proto-loader gives codecs for the methods of services only; `status.proto` has a method for each message it declares.
function decode(message, bytes) {
  const method = Object.values(common.smoke.Details.service).find((method) => method.responseType.type.name === message);
  assert.ok(method, `a detail of the kind ${message}`);
  return method.responseDeserialize(bytes);
}
