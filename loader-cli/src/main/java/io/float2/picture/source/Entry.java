package io.float2.picture.source;

import java.util.Map;

/** What all entries have. */
abstract class Entry implements PictureEntry {

    private final long number;
    private final String name;
    private final Map<String, String> attributes;

    Entry(long number, String name, Map<String, String> attributes) {
        this.number = number;
        this.name = name;
        this.attributes = attributes;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<String, String> attributes() {
        return attributes;
    }
}
