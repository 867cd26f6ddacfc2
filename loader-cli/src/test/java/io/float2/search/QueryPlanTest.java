package io.float2.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryPlanTest {

    @Test
    void anIndexThatGivesTheOrderIsFound() {
        QueryPlan plan = QueryPlan.parse(explained("""
                <Plan><Node-Type>Limit</Node-Type><Plans>
                  <Plan><Node-Type>Index Scan</Node-Type><Index-Name>Photos &lt;1&gt;</Index-Name>
                    <Relation-Name>photos</Relation-Name><Order-By>(vector &lt;-&gt; $1)</Order-By></Plan>
                </Plans></Plan>"""));
        assertThat(plan.orderingIndexes()).containsExactly("Photos <1>");
        assertThat(plan.description()).isEqualTo("Index Scan using Photos <1> on photos");
    }

    @Test
    void anIndexThatOnlyFiltersIsNotTakenForOne() {
        QueryPlan plan = QueryPlan.parse(explained("""
                <Plan><Node-Type>Limit</Node-Type><Plans><Plan><Node-Type>Sort</Node-Type><Plans>
                  <Plan><Node-Type>Index Scan</Node-Type><Index-Name>photos_pkey</Index-Name>
                    <Relation-Name>photos</Relation-Name><Index-Cond>(id = 1)</Index-Cond></Plan>
                </Plans></Plan></Plans></Plan>"""));
        assertThat(plan.usesIndex()).isFalse();
        assertThat(plan.description()).isEqualTo("Index Scan using photos_pkey on photos");
    }

    private static String explained(String plan) {
        return "<explain xmlns=\"http://www.postgresql.org/2009/explain\"><Query>" + plan + "</Query></explain>";
    }
}
