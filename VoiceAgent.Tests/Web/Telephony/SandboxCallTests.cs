using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>The Simulate a call button.</summary>
[Trait("Kind", "Host")]
public sealed class SandboxCallTests(CallingApp app) : IClassFixture<CallingApp>
{
    [Fact]
    public async Task Accounts_with_the_same_number_each_get_their_own_call()
    {
        var sandbox = app.Get<ISandboxCalls>();
        Owner[] owners = [await app.OwnerAsync("+12025550195"), await app.OwnerAsync("+12025550195"), await app.OwnerAsync("+12025550195")];

        foreach (var owner in owners)
        {
            Assert.Null(await sandbox.SimulateCallAsync(owner.Account, CancellationToken.None));
        }

        foreach (var owner in owners)
        {
            var live = await app.TalkingAsync(owner);
            Assert.Equal(owner.Account, live.Call.AccountId);
            Assert.True(app.Get<CallRegistry>().HangUp(owner.Account, live.Call.Id));
            Assert.Equal(CallEndReason.HungUpByUser, (await app.EndedCallAsync(owner)).EndReason);
        }
    }

    [Fact]
    public async Task Calls_that_could_not_begin_leave_room_for_others()
    {
        var sandbox = app.Get<ISandboxCalls>();
        var nobody = AccountId.New();
        await app.Get<PhoneLines>().AssignAsync(nobody, "+12025550196", AgentId.New(), CancellationToken.None);
        for (var call = 0; call < 20; call++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => sandbox.SimulateCallAsync(nobody, CancellationToken.None));
        }

        var owner = await app.OwnerAsync("+12025550197");

        Assert.Null(await sandbox.SimulateCallAsync(owner.Account, CancellationToken.None));
        var live = await app.TalkingAsync(owner);
        Assert.True(app.Get<CallRegistry>().HangUp(owner.Account, live.Call.Id));
        await app.EndedCallAsync(owner);
    }
}
