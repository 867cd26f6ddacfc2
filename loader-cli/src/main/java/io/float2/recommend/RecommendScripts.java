package io.float2.recommend;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The SQL files of {@code sql/recommend}, which this program carries along. */
final class RecommendScripts {

    private static final String FOLDER = "/sql/recommend/";
    private static final String INCLUDE = "\\ir ";

    private RecommendScripts() {}

    /** What {@code install.sql} does in psql, as pieces to run one after the other; psql's own commands are followed or left out. */
    static List<String> installation() {
        List<String> pieces = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        for (String line : read("install.sql").split("\n")) {
            if (line.startsWith(INCLUDE)) {
                addTo(pieces, sql);
                pieces.add(read(line.substring(INCLUDE.length()).strip()));
            } else if (!line.startsWith("\\") && !line.startsWith("--")) {
                sql.append(line).append('\n');
            }
        }
        addTo(pieces, sql);
        return pieces;
    }

    private static void addTo(List<String> pieces, StringBuilder sql) {
        if (!sql.toString().isBlank()) {
            pieces.add(sql.toString());
        }
        sql.setLength(0);
    }

    /** One file, by its path below {@code sql/recommend}. */
    static String read(String file) {
        try (InputStream in = RecommendScripts.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("this program was built without sql/recommend/" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
