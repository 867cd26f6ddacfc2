package io.float2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    private record Item(String name, int count, Path path) {}

    @Test
    void recordsAndMapsBecomeObjectsInTheirOrder() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("b", 1);
        map.put("a", new Item("x", 2, Path.of("/tmp/f")));
        assertThat(Json.of(map)).isEqualTo("{\"b\":1,\"a\":{\"name\":\"x\",\"count\":2,\"path\":\"/tmp/f\"}}");
    }

    @Test
    void collectionsBecomeArrays() {
        assertThat(Json.of(Arrays.asList(1, null, true, List.of()))).isEqualTo("[1,null,true,[]]");
    }

    @Test
    void textIsEscaped() {
        assertThat(Json.of("a\"b\\c\n\u0001ü")).isEqualTo("\"a\\\"b\\\\c\\n\\u0001ü\"");
    }

    @Test
    void numbersThatJsonDoesNotHaveBecomeNull() {
        assertThat(Json.of(List.of(Double.NaN, Double.POSITIVE_INFINITY, 0.25))).isEqualTo("[null,null,0.25]");
    }
}
