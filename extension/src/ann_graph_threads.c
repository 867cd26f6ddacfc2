/*
 * ann_graph_threads.c - threads that link a graph.
 *
 * They are no processes of the server: they touch the graph and nothing else,
 * call nothing of the server, and take no signal.  The process that started
 * them waits, and ends them before it ends itself or frees the graph.
 */
#include "ann_graph.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

typedef struct AnnThreads
{
	AnnGraph   *graph;
	int			count;
	uint32		ended;
	struct AnnLinker **linker;
	pthread_t  *thread;
} AnnThreads;

typedef struct ThreadStart
{
	AnnThreads *threads;
	struct AnnLinker *linker;
} ThreadStart;

static void *
RunThread(void *argument)
{
	ThreadStart start = *(ThreadStart *) argument;
	AnnGraph   *graph = start.threads->graph;

	free(argument);
	while (AnnRead(&graph->stop) == 0 && AnnLinkNext(start.linker))
		;
	(void) AnnIncrement(&start.threads->ended);
	return NULL;
}

static bool
StartThread(AnnThreads *threads)
{
	ThreadStart *start = malloc(sizeof(ThreadStart));
	int			i = threads->count;

	if (start == NULL)
		return false;
	threads->linker[i] = AnnLinkerCreate(threads->graph);
	*start = (ThreadStart) {.threads = threads, .linker = threads->linker[i]};
	if (threads->linker[i] == NULL || pthread_create(&threads->thread[i], NULL, RunThread, start) != 0)
	{
		AnnLinkerFree(threads->linker[i]);
		free(start);
		return false;
	}
	threads->count++;
	return true;
}

/*
 * AnnThreadsStart - up to count threads; false when not even one could start.
 */
bool
AnnThreadsStart(AnnGraph *graph, int count)
{
	AnnThreads *threads = calloc(1, sizeof(AnnThreads));
	sigset_t	all;
	sigset_t	before;

	if (threads == NULL)
		return false;
	threads->graph = graph;
	threads->linker = calloc(count, sizeof(struct AnnLinker *));
	threads->thread = calloc(count, sizeof(pthread_t));
	graph->threads = threads;
	if (threads->linker != NULL && threads->thread != NULL)
	{
		sigfillset(&all);
		pthread_sigmask(SIG_SETMASK, &all, &before);
		while (threads->count < count && StartThread(threads))
			;
		pthread_sigmask(SIG_SETMASK, &before, NULL);
	}
	if (threads->count > 0)
		return true;
	AnnThreadsEnd(graph);
	return false;
}

/*
 * AnnThreadsDone - have all nodes been linked?
 */
bool
AnnThreadsDone(AnnGraph *graph)
{
	return AnnRead(&graph->threads->ended) == (uint32) graph->threads->count;
}

/*
 * AnnThreadsEnd - stop them, wherever they are, and wait until they have.
 */
void
AnnThreadsEnd(AnnGraph *graph)
{
	AnnThreads *threads = graph->threads;

	if (threads == NULL)
		return;
	AnnWrite(&graph->stop, 1);
	for (int i = 0; i < threads->count; i++)
	{
		pthread_join(threads->thread[i], NULL);
		AnnLinkerFree(threads->linker[i]);
	}
	free(threads->linker);
	free(threads->thread);
	free(threads);
	graph->threads = NULL;
}
