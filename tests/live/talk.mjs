// The process of a Node program: what talk.py is for Python, for files that export `pool` (pg) or `sql` (Postgres.js).
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const numbered = (text) => text.split('?').reduce((whole, part, at) => `${whole}$${at}${part}`)
const template = (text) => Object.assign(text.split('?'), { raw: text.split('?') })
const first = (rows) => (rows.length ? Object.values(rows[0])[0] : null)

const pg = ({ pool }) => ({
  query: async (text, ...values) => first((await pool.query(numbered(text), values)).rows),
  own: async (name, times) => {
    let foreign = 0
    for (let count = 0; count < times; count++) {
      const said = first((await pool.query(`SELECT '${name}' || $1::text`, ['!'])).rows)
      if (said !== `${name}!`) foreign++
    }
    return foreign
  },
  work: async (number) => {
    await Promise.all(Array.from({ length: number }, () => pool.query('SELECT pg_sleep(0.2)')))
  },
  repeat: async (text, times) => {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      for (let count = 0; count < times; count++) await client.query(text)
      await client.query('COMMIT')
    } finally {
      client.release()
    }
  },
})

const postgresJs = ({ sql }) => ({
  query: async (text, ...values) => first(await sql(template(text), ...values)),
  repeat: (text, times) =>
    sql.begin(async (transaction) => {
      for (let count = 0; count < times; count++) await transaction(template(text))
    }),
})

// Run the module again, as development servers do after a change, and use what it exports.
const reload = async (times) => {
  for (let count = 1; count <= times; count++) {
    const { pool, sql } = await import(`${pathToFileURL(process.argv[2])}?${count}`)
    await (pool ? pool.query('SELECT 1') : sql`SELECT 1`)
  }
}

const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`)
const failure = (error) => ({ error: String(error.message).split('\n')[0], sqlstate: error.code ?? '' })
const soon = (promise) =>
  Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error('no answer')), 20000).unref())])

let client
try {
  const program = await import(pathToFileURL(process.argv[2]))
  client = { reload, ...(program.sql ? postgresJs(program) : pg(program)) }
  await soon(client.query('SELECT 1'))
  say({ value: 'open' })
} catch (error) {
  say(failure(error))
  process.exit()
}
for await (const line of createInterface({ input: process.stdin })) {
  const [action, ...values] = JSON.parse(line)
  try {
    say({ value: (await soon(client[action](...values))) ?? null })
  } catch (error) {
    say(failure(error))
  }
}
process.exit()
