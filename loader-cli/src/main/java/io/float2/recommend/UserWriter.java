package io.float2.recommend;

import io.float2.progress.Progress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes up users with tags and read lists, one after the other until the counter that several writers share has come to the end. */
final class UserWriter {

    private static final int MAX_SCORE = 10;
    /** Tags of a user that have a weight but no quota. */
    private static final int TAGS_WITHOUT_QUOTA = 15;

    private final DataPlan plan;
    private final List<Integer> quotas;
    private final AtomicInteger lastUser;
    private final Progress progress;

    UserWriter(DataPlan plan, List<Integer> quotas, AtomicInteger lastUser, Progress progress) {
        this.plan = plan;
        this.quotas = quotas;
        this.lastUser = lastUser;
        this.progress = progress;
    }

    void write(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement user = connection.prepareStatement(
                        "INSERT INTO recommend.users VALUES (?, ?, ?, ?::recommend.tag_score[], ?::recommend.tag_score[])");
                PreparedStatement reads = connection.prepareStatement("SELECT recommend.store_reads(?, ?)")) {
            for (int uid = lastUser.incrementAndGet(); uid <= plan.users(); uid = lastUser.incrementAndGet()) {
                Random random = new Random(plan.seed() * 1_000_003 + uid);
                insert(user, uid, random);
                reads.setLong(1, uid);
                reads.setArray(2, connection.createArrayOf("bigint", readIds(random)));
                reads.execute();
                connection.commit();
                progress.advance(1, 0);
            }
        }
    }

    private void insert(PreparedStatement user, int uid, Random random) throws SQLException {
        List<Integer> tags = new ArrayList<>();
        for (int tag = 0; tag <= plan.tags(); tag++) {
            tags.add(tag);
        }
        Collections.shuffle(tags, random);
        int withQuota = quotas.size();
        user.setLong(1, uid);
        user.setInt(2, 1 + random.nextInt(plan.provinces()));
        user.setInt(3, 1 + random.nextInt(plan.cities()));
        user.setString(4, tagScores(tags.subList(0, withQuota), quotas, random));
        int end = Math.min(withQuota + TAGS_WITHOUT_QUOTA, tags.size());
        user.setString(5, tagScores(tags.subList(withQuota, end), Collections.nCopies(end - withQuota, 0), random));
        user.executeUpdate();
    }

    private static String tagScores(List<Integer> tags, List<Integer> limits, Random random) {
        StringJoiner list = new StringJoiner(",", "{", "}");
        for (int i = 0; i < tags.size(); i++) {
            list.add(String.format(Locale.ROOT, "\"(%d,%.4f,%d)\"", tags.get(i), random.nextDouble() * MAX_SCORE, limits.get(i)));
        }
        return list.toString();
    }

    private Long[] readIds(Random random) {
        Long[] ids = new Long[plan.read()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = 1 + (long) (random.nextDouble() * plan.allVideos());
        }
        return ids;
    }
}
