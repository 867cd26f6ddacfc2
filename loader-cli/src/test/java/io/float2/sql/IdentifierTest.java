package io.float2.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifierTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "photos|\"photos\"|photos",
        "Photos|\"photos\"|photos",
        "\"Photos\"|\"Photos\"|\"Photos\"",
        "s.t|\"s\".\"t\"|s.t",
        "\"a.b\".c|\"a.b\".\"c\"|\"a.b\".c",
        "\"say \"\"hi\"\"\"|\"say \"\"hi\"\"\"|\"say \"\"hi\"\"\"",
        "\"x; DROP TABLE y\"|\"x; DROP TABLE y\"|\"x; DROP TABLE y\"",
        "grün|\"grün\"|\"grün\"",
    })
    void tablesAreReadAsSqlReadsThemAndAlwaysQuoted(String text, String quoted, String display) {
        TableName name = TableName.parse(text);
        assertThat(name.quoted()).isEqualTo(quoted);
        assertThat(name).hasToString(display);
    }

    @Test
    void columnsHaveTwoOrThreeParts() {
        assertThat(ColumnName.parse("t.c")).isEqualTo(new ColumnName(new TableName(null, "t"), "c"));
        assertThat(ColumnName.parse("s.T.\"C d\"")).isEqualTo(new ColumnName(new TableName("s", "t"), "C d"));
        assertThatThrownBy(() -> ColumnName.parse("c"))
                .isInstanceOf(UserException.class).hasMessage("\"c\" is not a column: write table.column or schema.table.column");
        assertThatThrownBy(() -> ColumnName.parse("a.b.c.d")).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> TableName.parse("a.b.c")).hasMessage("\"a.b.c\" is not a table: write table or schema.table");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "a b|the name a b must be written in double quotes, as it is not a plain word",
        "x;y|the name x;y must be written in double quotes, as it is not a plain word",
        "1a|the name 1a must be written in double quotes, as it is not a plain word",
        "a.|the name \"a.\" has an empty part",
        ".a|the name \".a\" has an empty part",
        "\"a|the name \"a has no closing double quote",
        "\"\"|the name \"\" has a part of 0 bytes; PostgreSQL takes 1 to 63",
    })
    void whatIsNoNameSaysWhy(String text, String sentence) {
        assertThatThrownBy(() -> TableName.parse(text)).isInstanceOf(UserException.class).hasMessage(sentence);
    }

    @Test
    void aNameThatTheServerWouldCutOffIsRefused() {
        assertThat(TableName.parse("a".repeat(63)).name()).hasSize(63);
        assertThatThrownBy(() -> TableName.parse("ä".repeat(32))).hasMessageEndingWith("has a part of 64 bytes; PostgreSQL takes 1 to 63");
    }

    @Test
    void headersThatArePlainWordsBecomeLowerCase() {
        assertThat(Identifier.forNewColumn("PhotoId")).isEqualTo("photoid");
        assertThat(Identifier.forNewColumn("Photo Id")).isEqualTo("Photo Id");
    }
}
