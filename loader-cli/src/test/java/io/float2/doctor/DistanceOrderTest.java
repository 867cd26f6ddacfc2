package io.float2.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.doctor.DistanceOrder.Shape;
import org.junit.jupiter.api.Test;

class DistanceOrderTest {

    @Test
    void aDistanceIsTakenApart() {
        DistanceOrder order = DistanceOrder.parse("((items.half <-> '{1,2,3}'::float2[]))");
        assertThat(order).isEqualTo(
                new DistanceOrder(Shape.OPERATOR, "<->", "half", "items", "'{1,2,3}'::float2[]", false));
        assertThat(order.otherDimension()).isEqualTo(3);
    }

    @Test
    void theColumnMayStandOnEitherSide() {
        DistanceOrder order = DistanceOrder.parse("(('{1,2}'::real[] <=> \"My table\".\"the Vector\"))");
        assertThat(order.column()).isEqualTo("the Vector");
        assertThat(order.alias()).isEqualTo("My table");
        assertThat(order.otherDimension()).isEqualTo(2);
    }

    @Test
    void anOperatorOutsideTheSearchPathIsRecognised() {
        assertThat(DistanceOrder.parse("((i.v OPERATOR(other.<#>) $0)) DESC NULLS LAST"))
                .isEqualTo(new DistanceOrder(Shape.OPERATOR, "<#>", "v", "i", "$0", true));
    }

    @Test
    void whatIsBetweenQuotesIsNoOperator() {
        assertThat(DistanceOrder.parse("((i.t || ' <-> '::text))")).isNull();
    }

    @Test
    void aCastOfTheColumnLeavesNoColumn() {
        assertThat(DistanceOrder.parse("(((i.v)::real[] <-> '{1}'::real[]))").column()).isNull();
    }

    @Test
    void anExpressionAroundTheDistanceIsTold() {
        assertThat(DistanceOrder.parse("(('1'::double precision - (i.v <=> '{1}'::float2[]))) DESC"))
                .isEqualTo(new DistanceOrder(Shape.EXPRESSION, "<=>", null, null, null, true));
    }

    @Test
    void aFunctionIsTold() {
        assertThat(DistanceOrder.parse("(l2_distance(i.v, '{1}'::float2[]))").shape()).isEqualTo(Shape.FUNCTION);
        assertThat(DistanceOrder.parse("(my_l2_distance(i.v))")).isNull();
    }

    @Test
    void aKeyWithoutADistanceIsNone() {
        assertThat(DistanceOrder.parse("items.id")).isNull();
    }
}
