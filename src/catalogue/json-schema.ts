import { z } from 'zod'
import type { Catalogue } from './catalogue.ts'
import { useCaseFile, vocabularyFile } from './schema.ts'

/**
 * The JSON Schemas that editors use for completion, from the same rules that the program checks by, with the
 * ids of the vocabularies as choices.
 * @returns text by path below the data folder, as it is committed
 */
export function jsonSchemas({
  topics,
  industries,
}: Pick<Catalogue, 'topics' | 'industries'>): Map<string, string> {
  const useCase = z.toJSONSchema(useCaseFile, { io: 'input' })
  const fields = useCase.properties as Record<string, Record<string, unknown>>
  fields['industry'] = { ...fields['industry'], enum: [...industries.keys()] }
  const choices = { type: 'string', anyOf: [...topics.values()].map(choice) }
  fields['topics'] = { ...fields['topics'], items: choices }
  const schemas = {
    'schemas/use-case.json': { title: 'A use case of Kafka Streams', ...useCase },
    'schemas/vocabulary.json': {
      title: 'A vocabulary of the catalogue',
      ...z.toJSONSchema(vocabularyFile, { io: 'input' }),
    },
  }
  return new Map(
    Object.entries(schemas).map(([path, schema]) => [path, `${JSON.stringify(schema, null, 2)}\n`]),
  )
}

const choice = ({ id, meaning }: { id: string; meaning: string }) => ({ const: id, description: meaning })
