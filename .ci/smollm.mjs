// A real model behind OpenAI's API, for .ci/smollm: chat completions, streaming
// and not, and embeddings, one request at a time, on 127.0.0.1.
//
// node smollm.mjs FOLDER-OF-NODE-LLAMA-CPP MODEL.gguf: prints its address.
import http from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const { getLlama, LlamaChatSession, LlamaLogLevel } = await import(
	pathToFileURL(path.join(folder, "node_modules/node-llama-cpp/dist/index.js")).href
);
const llama = await getLlama({ gpu: false, build: "never", maxThreads: 1, logLevel: LlamaLogLevel.error });
const model = await llama.loadModel({ modelPath: file });
const context = await model.createContext({ contextSize: 2048, threads: 1 });
const embedder = await model.createEmbeddingContext({ contextSize: 512, threads: 1 });
const name = "smollm2";

let busy = Promise.resolve();
const inTurn = (work) => (busy = busy.then(work, work));

async function body(req) {
	let text = "";
	for await (const part of req) text += part;
	return JSON.parse(text);
}

async function chat(ask, res, signal) {
	const of = (role) => ask.messages.filter((m) => m.role === role).map(textOf).join("\n");
	const sequence = context.getSequence();
	try {
		const session = new LlamaChatSession({ contextSequence: sequence, systemPrompt: of("system") || undefined });
		const send = (choice, usage) =>
			res.write(`data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", model: name, choices: choice ? [{ index: 0, ...choice }] : [], usage })}\n\n`);
		if (ask.stream) res.writeHead(200, { "Content-Type": "text/event-stream" });
		const user = of("user");
		const out = await session.promptWithMeta(user, {
			maxTokens: ask.max_tokens ?? ask.max_completion_tokens,
			temperature: ask.temperature ?? 0,
			seed: ask.seed,
			signal,
			onTextChunk: (piece) => ask.stream && send({ delta: { content: piece }, finish_reason: null }),
		});
		const finish = out.stopReason === "maxTokens" ? "length" : "stop";
		const input = model.tokenize(user).length;
		const output = model.tokenize(out.responseText).length;
		const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
		if (!ask.stream)
			return json(res, 200, { object: "chat.completion", model: name, choices: [{ index: 0, message: { role: "assistant", content: out.responseText }, finish_reason: finish }], usage });
		send({ delta: {}, finish_reason: finish });
		send(null, usage);
		res.end("data: [DONE]\n\n");
	} finally {
		sequence.dispose();
	}
}

// textOf is a message's text, given as one or in parts.
const textOf = (m) => (typeof m.content === "string" ? m.content : m.content.map((p) => p.text ?? "").join(""));

async function embed(ask, res) {
	const data = [];
	for (const [index, text] of [ask.input].flat().entries())
		data.push({ object: "embedding", index, embedding: [...(await embedder.getEmbeddingFor(text)).vector] });
	json(res, 200, { object: "list", model: name, data, usage: { prompt_tokens: 0, total_tokens: 0 } });
}

function json(res, status, value) {
	res.writeHead(status, { "Content-Type": "application/json" });
	res.end(JSON.stringify(value));
}

const routes = { "/v1/chat/completions": chat, "/v1/embeddings": embed };

const server = http.createServer(async (req, res) => {
	const left = new AbortController();
	res.on("close", () => left.abort());
	try {
		const route = routes[req.url];
		if (!route) return json(res, 404, { error: { message: "no such path" } });
		const ask = await body(req);
		if (ask.model !== name) return json(res, 404, { error: { message: `the model ${ask.model} does not exist`, code: "model_not_found" } });
		await inTurn(() => left.signal.aborted || route(ask, res, left.signal));
	} catch (err) {
		if (left.signal.aborted) return;
		if (res.headersSent) res.destroy();
		else json(res, 500, { error: { message: String(err) } });
	}
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/v1`));
