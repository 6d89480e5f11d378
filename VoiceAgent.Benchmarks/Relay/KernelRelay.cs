using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace VoiceAgent.Benchmarks.Relay;

/// <summary>
/// The relay without a runtime's part in it: one thread that waits in <c>epoll_wait</c> and calls <c>recv</c> and <c>send</c>. What it takes is
/// what the kernel takes for the frames, whatever language the program is in. Linux only; its other side is <see cref="TcpWire"/>.
/// </summary>
internal static partial class KernelRelay
{
    private const int Readable = 1;
    private const int EdgeTriggered = 1 << 31;
    private const int Add = 1;
    private const int DoNotWait = 0x40;

    // epoll_event is packed on x64 only; counted in 32-bit words.
    private static readonly int EventWords = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 3 : 4;

    /// <summary>Relays until the standard input ends; prints its address.</summary>
    public static async Task<int> ServeAsync(Uri recogniser)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1024);
        new Thread(() => Run(listener, recogniser.Port)) { IsBackground = true }.Start();
        Console.WriteLine($"tcp://{listener.LocalEndPoint}");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static void Run(Socket listener, int recogniser)
    {
        var epoll = CreateEpoll(0);
        Watch(epoll, Descriptor(listener), Readable);
        var providers = new Dictionary<int, int>();
        var open = new List<Socket>();
        var events = new int[1024 * EventWords];
        var frame = new byte[4096];
        while (Wait(epoll, events, 1024, -1) is var count)
        {
            for (var index = 0; index < count; index++)
            {
                var ready = events[(index * EventWords) + EventWords - 2];
                if (ready != Descriptor(listener))
                {
                    Pass(ready, providers[ready], frame);
                    continue;
                }

                var caller = listener.Accept();
                var provider = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                provider.Connect(IPAddress.Loopback, recogniser);
                open.AddRange([caller, provider]);
                providers[Descriptor(caller)] = Descriptor(provider);
                Watch(epoll, Descriptor(caller), Readable | EdgeTriggered);
            }
        }
    }

    private static void Pass(int caller, int provider, byte[] frame)
    {
        for (nint read; (read = Receive(caller, frame, frame.Length, DoNotWait)) > 0;)
        {
            Send(provider, frame, read, DoNotWait);
        }
    }

    private static void Watch(int epoll, int descriptor, int events)
    {
        var entry = new int[EventWords];
        entry[0] = events;
        entry[EventWords - 2] = descriptor;
        Control(epoll, Add, descriptor, entry);
    }

    private static int Descriptor(Socket socket) => (int)socket.Handle;

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    private static partial int CreateEpoll(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl")]
    private static partial int Control(int epoll, int operation, int descriptor, int[] entry);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    private static partial int Wait(int epoll, [Out] int[] events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recv")]
    private static partial nint Receive(int descriptor, [Out] byte[] buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send")]
    private static partial nint Send(int descriptor, byte[] buffer, nint length, int flags);
}
