import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { describeApi } from './description.js';

/** The description at `/openapi.json`, and the same to read and try at `/docs`. */
export function serveDescription(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => describeApi() as unknown as OpenAPIObject, {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Cooperation Ledger',
  });
}
