package io.float2.sql;

/**
 * What the catalog says about a column. Types are those below a domain, since a domain's values travel as its base type's.
 *
 * @param typeName as SQL writes it, domains and modifiers included
 * @param receive name of the type's receive function: it stands for the binary format, whatever the type's name and OID
 * @param elementOid OID of an array's element type, 0 for other types
 * @param vectorType null when the column holds no vectors
 * @param generated computed by the server: no value may be given
 * @param storage as in pg_attribute: p plain, e external, m main, x extended
 */
public record ColumnInfo(
        String name,
        String typeName,
        String receive,
        int elementOid,
        VectorType vectorType,
        boolean notNull,
        boolean generated,
        char storage) {}
