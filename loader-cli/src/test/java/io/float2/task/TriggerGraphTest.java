package io.float2.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class TriggerGraphTest {

    private final List<InstanceStatus> instances = new ArrayList<>();

    @Test
    void manyThatDifferInANumberAreOneLine() {
        add("prepare", "succeeded");
        for (long i = 1; i <= 38; i++) {
            add("shard " + i, i == 7 ? "failed" : i > 31 ? "running" : "succeeded", 1L);
        }
        for (long i = 1; i <= 38; i++) {
            add("attributes " + i, i > 30 || i == 7 ? "waiting" : "succeeded", 1L + i);
        }
        add("finish", "waiting", 40L, 41L, 1L);
        assertThat(draw()).isEqualTo("""
                ✓ prepare                            succeeded
                └─✗ shard 1..38                      1 failed, 7 running, 30 succeeded
                  │   shard 7 (instance 8): it broke
                  └─○ attributes 1..38               9 waiting, 29 succeeded
                    └─○ finish (after prepare, too)  waiting
                """);
    }

    @Test
    void fewAreShownOneByOne() {
        add("a 1", "succeeded");
        add("a 2", "stopped");
        add("a 3", "ready", 1L, 2L);
        assertThat(draw()).isEqualTo("""
                ✓ a 1                     succeeded
                ○ a 2                     stopped
                └─○ a 3 (after a 1, too)  ready
                """);
    }

    @Test
    void instancesThatTakeTurnsMakeNoCircle() {
        long last = add("load 1", "succeeded");
        for (long i = 1; i <= 5; i++) {
            last = add("check " + i, "succeeded", last);
            last = add("load " + (i + 1), "waiting", last);
        }
        assertThat(draw()).contains("load 1..6").contains("check 1..5");
    }

    @Test
    void theDrawingIsXml() throws Exception {
        add("a <b> & \"c\" \u0001", "failed");
        add("x", "waiting", 1L);
        String svg = GraphSvg.draw(TriggerGraph.of(instances), "task <1>");
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getElementsByTagName("text").item(0).getTextContent()).isEqualTo("task <1>");
        assertThat(document.getElementsByTagName("title").getLength()).isEqualTo(2);
    }

    private String draw() {
        return String.join("\n", GraphText.draw(TriggerGraph.of(instances))) + "\n";
    }

    private long add(String name, String state, Long... dependsOn) {
        long id = instances.size() + 1L;
        instances.add(new InstanceStatus(id, name, "java", "default", state, 1, null, null, state.equals("failed") ? "it broke\nin two lines" : null,
                null, null, null, null, Arrays.asList(dependsOn)));
        return id;
    }
}
