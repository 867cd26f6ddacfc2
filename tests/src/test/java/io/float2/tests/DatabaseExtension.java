package io.float2.tests;

import java.util.Locale;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Makes a class its database when it first asks for it, and drops it after the last test. */
final class DatabaseExtension implements ExecutionCondition, ParameterResolver, AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(DatabaseExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!ImageServer.isWanted()) {
            return ConditionEvaluationResult.enabled("a private server is made");
        }
        return ImageServer.missing().map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("a container is made"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestDatabase.class;
    }

    @Override
    public TestDatabase resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> testClass = outermost(context.getRequiredTestClass());
        return context.getRoot().getStore(NAMESPACE)
                .computeIfAbsent(key(testClass), name -> TestServer.of(context).createDatabase(name), TestDatabase.class);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        if (testClass == outermost(testClass)) {
            TestDatabase database = context.getRoot().getStore(NAMESPACE).remove(key(testClass), TestDatabase.class);
            if (database != null) {
                TestServer.of(context).dropDatabase(database);
            }
        }
    }

    private static Class<?> outermost(Class<?> testClass) {
        Class<?> outermost = testClass;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        return outermost;
    }

    private static String key(Class<?> testClass) {
        return testClass.getSimpleName().toLowerCase(Locale.ROOT);
    }
}
