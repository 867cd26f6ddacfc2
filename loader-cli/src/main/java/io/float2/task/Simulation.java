package io.float2.task;

import io.float2.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Actions that do nothing but take time and fail as they are told: to see how work is scheduled. */
public final class Simulation {

    /** Adds {@code instances} shards in the group {@code group}, then one instance that depends on all of them. */
    public static final String PREPARE = "simulate.prepare";

    /** Takes {@code millis}; fails in its first attempt when its number is a multiple of {@code fail_every}. */
    public static final String SHARD = "simulate.shard";

    private static final int BATCH = 1000;

    private Simulation() {}

    /** Registers both. */
    public static Actions register(Actions actions) {
        return actions.register(PREPARE, Simulation::prepare).register(SHARD, Simulation::shard);
    }

    private static void prepare(ActionContext context) throws Exception {
        long count = context.parameters().number("instances");
        String group = context.parameters().optionalText("group").orElse(null);
        List<String> names = new ArrayList<>();
        List<NewInstance> batch = new ArrayList<>();
        for (long number = 1; number <= count; number++) {
            batch.add(NewInstance.java("shard " + number, SHARD).inGroup(group).with(Map.of("number", number)).after(context.name()));
            names.add("shard " + number);
            if (batch.size() == BATCH || number == count) {
                context.checkStopped();
                context.addInstances(batch);
                context.progress(number, count);
                batch.clear();
            }
        }
        context.addInstance(NewInstance.java("finish", SHARD).inGroup(group).with(Map.of("number", 0L, "fail_every", 0L)).after(names));
    }

    private static void shard(ActionContext context) throws Exception {
        Thread.sleep(context.parameters().optionalNumber("millis").orElse(0L));
        context.checkStopped();
        long failEvery = context.parameters().optionalNumber("fail_every").orElse(0L);
        if (failEvery > 0 && context.attempt() == 1 && context.parameters().number("number") % failEvery == 0) {
            throw new UserException("told to fail");
        }
    }
}
